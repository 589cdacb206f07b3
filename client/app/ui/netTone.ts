/** Nothing won and nothing lost is neither good nor bad. */
export function netTone(net: number): 'good' | 'bad' | '' {
  if (net === 0) return '';
  return net > 0 ? 'good' : 'bad';
}
