/**
 * How passwords are hashed: Argon2id (RFC 9106) with the parameters of OWASP's Password Storage Cheat Sheet. They stand
 * in each hash, so that those stored before a change still verify.
 */
export const ARGON2 = {
  /** Argon2id; the package names it by a `const enum`, which type stripping can't read. */
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const;

/**
 * The hash of 32 random bytes that nobody kept. Verified where there is no password to verify against, so that an
 * unknown name takes as long as a wrong password.
 */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$7u9bOezh9TYBhYmzMN4piw$zlKKkuOVaQUehLjZYv/1svj0YsQmzWX0Jprc0Ezfd1M';
