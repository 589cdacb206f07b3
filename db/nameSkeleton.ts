import unhomoglyph from 'unhomoglyph';

/**
 * What a name looks like: names with the same skeleton are confusable (Unicode TR 39, section 4: each character becomes
 * the one it is mistaken for), whatever their case. Never shown.
 * @param nickname in its normal form
 */
export function skeletonOf(nickname: string): string {
  // Once more after the case is gone: `M` has nothing that it looks like, `m` looks like `rn`.
  return alike(alike(nickname).toLowerCase());
}

function alike(text: string): string {
  return unhomoglyph(text.normalize('NFD')).normalize('NFD');
}
