import { dictionary } from '@zxcvbn-ts/language-common';

export const SHORTEST_PASSWORD = 8;

/** The 49,000 most common passwords of the package's list: what anybody who guesses tries first. */
const COMMON = new Set<string>(dictionary['passwords-common']);

/** What is wrong with a password that somebody wants to take, or null. Longer than the longest is for the edge to say. */
export function passwordProblem(
  password: string,
  nickname: string,
): { reason: 'too_short' | 'too_common' | 'like_the_name'; problem: string } | null {
  const said = password.normalize('NFKC');
  if ([...said].length < SHORTEST_PASSWORD) {
    return { reason: 'too_short', problem: `must have at least ${SHORTEST_PASSWORD} characters` };
  }
  const plain = said.toLowerCase();
  if (COMMON.has(plain)) return { reason: 'too_common', problem: 'is one of the most common passwords' };
  if (plain === nickname.toLowerCase()) {
    return { reason: 'like_the_name', problem: 'must not be the nickname' };
  }
  return null;
}
