/** Encrypts what must not lie readable in the database or its backups: seeds and signing keys. */
export interface Cipher {
  /**
   * @param purpose bound to the ciphertext: what was sealed for one purpose does not open for another,
   *   so a ciphertext moved to another row or column is noticed. The same string opens it.
   */
  seal(plain: Uint8Array, purpose: string): Uint8Array;
  /** @throws when the key or the purpose is another one, or a byte was changed */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}
