/** Exit code of a command whose arguments say nothing that it can do. */
const WRONG_ARGUMENTS = 2;

/**
 * What `read` makes of the command's arguments. Where it throws, its reason and the usage are printed and the process ends.
 * @param name as the line begins
 */
export function readArguments<T>(name: string, read: (args: readonly string[]) => T, usage: string): T {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    console.error(`${name}: ${(error as Error).message.split('\n')[0]}\nusage: ${usage}`);
    process.exit(WRONG_ARGUMENTS);
  }
}

/**
 * @throws with one line that names the flag, what it was and what it may be
 */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && text.length <= String(most).length && number >= least && number <= most)
    return number;
  throw new Error(`--${flag} is ${JSON.stringify(text)}: it must be a number from ${least} to ${most}`);
}
