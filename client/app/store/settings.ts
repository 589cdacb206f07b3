/** Small choices of this browser. Without storage (private windows) they last as long as the page. */
const memory = new Map<string, string>();

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(`fairground.${name}`) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function writeSetting(name: string, value: string): void {
  memory.set(name, value);
  try {
    localStorage.setItem(`fairground.${name}`, value);
  } catch {
    // Kept in memory.
  }
}
