/** What was entered into a field of type `datetime-local`, in the browser's time zone. Null: nothing, or only half of it. */
export function fromLocal(text: string): number | null {
  const atMs = new Date(text).getTime();
  return text === '' || Number.isNaN(atMs) ? null : atMs;
}
