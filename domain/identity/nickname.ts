/** 2-20 letters, digits, spaces and `.-_`, in any script; it starts with a letter or digit. */
const SHAPE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]{1,19}$/u;
/** Letters that show nothing (Hangul fillers), joiners, variation selectors: two names could look the same by them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

export const NICKNAME_RULE = 'must be 2-20 letters, digits, spaces or . _ -';

/** One spelling per name: NFKC, no space around it, single ones inside. */
export function normalNickname(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/ {2,}/g, ' ');
}

/** Whether a name in its normal form may be taken. */
export function isNickname(name: string): boolean {
  return SHAPE.test(name) && !INVISIBLE.test(name);
}
