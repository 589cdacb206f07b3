/** Raised when a client built for the previous number could misread an answer. */
export const PROTOCOL_VERSION = 1;
