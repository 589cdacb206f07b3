/** A labelled value in a list of class `facts`. */
export function Fact({ label, value, wide }: { label: string; value: string; wide?: boolean }) {
  return (
    <div class={wide ? 'fact fact-wide' : 'fact'}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
