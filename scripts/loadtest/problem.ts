/** What whoever runs a load test can mend: told in one line. */
export class Problem extends Error {}
