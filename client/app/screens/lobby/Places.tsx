/** The places of cards that have not come yet: nothing jumps when they do. */
export function Places({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <li key={index} class="panel card-place" aria-hidden="true" />
  ));
}
