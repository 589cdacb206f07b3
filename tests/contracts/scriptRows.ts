export interface Row {
  text: string;
  words: string[];
  options: Record<string, string>;
  expected: string;
}

/** The rows of a text table: words, then options. */
export function rows(table: string): Row[] {
  return table
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .filter((line) => line !== '')
    .map((line) => {
      const [text, expected] = line.split(' -> ') as [string, string?];
      const parts = text.split(' ');
      return {
        text,
        words: parts.filter((part) => !part.includes('=')),
        options: Object.fromEntries(
          parts.filter((part) => part.includes('=')).map((part) => part.split('=')),
        ),
        expected: expected ?? '',
      };
    });
}
