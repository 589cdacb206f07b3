/**
 * What Node is given to run the server. Its young generation has one size from the start: left to itself V8 makes it 1 to 64 MiB
 * as it sees fit, and resident memory goes up and down by a fifth with it, for hours, while what is held stays the same.
 */
export const SERVER_WORDS = ['--min-semi-space-size=32', '--max-semi-space-size=32', 'server/main.ts'];
