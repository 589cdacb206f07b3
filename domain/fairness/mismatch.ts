/** The first thing in a record that does not follow: the field by its path, and why in one sentence. */
export interface Mismatch {
  field: string;
  reason: string;
}

export function mismatch(field: string, reason: string): Mismatch {
  return { field, reason };
}
