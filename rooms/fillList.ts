/**
 * Makes a list of a room's state equal to `source` by setting fields of the rows that are there: only what differs is
 * sent, and no row object is made anew for each patch.
 */
export function fillList<Row, Source>(
  list: { length: number; [index: number]: Row; push(row: Row): number; pop(): Row | undefined },
  source: readonly Source[],
  make: () => Row,
  set: (row: Row, source: Source) => void,
): void {
  while (list.length > source.length) list.pop();
  source.forEach((entry, index) => {
    if (index === list.length) {
      const row = make();
      set(row, entry);
      list.push(row);
    } else {
      set(list[index]!, entry);
    }
  });
}
