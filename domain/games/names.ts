/** A name in every language of the client. */
export type Names = { en: string; ko: string };
