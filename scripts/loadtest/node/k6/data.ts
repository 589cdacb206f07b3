/** What `make` makes, as k6's shared array is used: read by index. */
export class SharedArray {
  constructor(_name: string, make: () => unknown[]) {
    // biome-ignore lint/correctness/noConstructorReturn: `new SharedArray` is how scenarios get it
    return make() as never;
  }
}
