/** A page of a list, newest first. */
export interface Page<T> {
  items: T[];
  /** The next page's cursor; null: this is the last one. */
  next: string | null;
}
