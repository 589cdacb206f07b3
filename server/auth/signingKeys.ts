import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import { assert } from '../../domain/assert.ts';
import type { KeyStore, SigningKey } from '../../domain/identity/port.ts';
import type { Entropy } from '../entropy.ts';
import { makeSigningKey } from './makeSigningKey.ts';

/** A token by a key that nobody here knows makes us look for it in the database, at most so often. */
const LOOK_AGAIN_AFTER_MS = 1_000;
/** Members read the keys each minute: one signs only when all of them know it, and show its public half. */
const KNOWN_AFTER_MS = 150_000;

/** The keys of this cluster, opened. Members learn of each other's new keys from the database. */
export interface SigningKeys {
  /** HS256: signs access tokens. */
  readonly access: { kid: string; secret: KeyObject };
  /** Ed25519: signs receipts. */
  readonly receipt: { kid: string; privateKey: KeyObject };
  /** The public halves, old ones too, for ever: a receipt stays checkable. */
  readonly publicJwks: readonly Record<string, unknown>[];
  /** The access key of that name, so that tokens outlive a change of keys; null when it is none of ours. */
  accessKey(kid: string): Promise<KeyObject | null>;
  /** Makes successors of keys that are too old, and reads what there is. @throws StoreUnavailableError */
  refresh(): Promise<void>;
}

interface KeyDeps {
  /** Keeps private keys sealed; here they are open. */
  keys: KeyStore;
  entropy: Entropy;
  clock: { nowMs(): number };
  /** A key that is older gets a successor. */
  keyMs: number;
  /** How long an access token lives: an access key that was superseded twice as long ago is deleted. */
  tokenMs: number;
}

/** Reads the keys, making those that are missing. Two members that start at once end up with the same. */
export async function loadSigningKeys(deps: KeyDeps): Promise<SigningKeys> {
  const { keys: store, clock } = deps;
  const accessKeys = new Map<string, KeyObject>();
  let access: SigningKeys['access'] | null = null;
  let receipt: SigningKeys['receipt'] | null = null;
  let publicJwks: Record<string, unknown>[] = [];
  const bornAtMs = new Map<SigningKey['purpose'], number>();
  let readAtMs = 0;
  let reading: Promise<void> | null = null;

  /** The newest that everybody knows; while there is none, the first. */
  const inForce = (ofPurpose: SigningKey[]): SigningKey | undefined =>
    ofPurpose.findLast(({ createdAtMs }) => createdAtMs <= clock.nowMs() - KNOWN_AFTER_MS) ?? ofPurpose[0];

  async function read(): Promise<void> {
    await store.dropAccessKeys(clock.nowMs() - 2 * deps.tokenMs);
    const all = await store.keys();
    // Oldest first: the last one counts.
    for (const { purpose, createdAtMs } of all) bornAtMs.set(purpose, createdAtMs);
    const ofAccess = all.filter(({ purpose }) => purpose === 'access');
    accessKeys.clear();
    for (const { kid, privateKey } of ofAccess) accessKeys.set(kid, createSecretKey(privateKey));
    const signs = inForce(ofAccess);
    if (signs && signs.kid !== access?.kid) access = { kid: signs.kid, secret: accessKeys.get(signs.kid)! };
    const certifies = inForce(all.filter(({ purpose }) => purpose === 'receipt'));
    if (certifies && certifies.kid !== receipt?.kid) {
      receipt = { kid: certifies.kid, privateKey: openPrivateKey(certifies) };
    }
    publicJwks = all.flatMap((key) => (key.publicJwk === null ? [] : [key.publicJwk]));
    readAtMs = clock.nowMs();
  }
  const readOnce = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };

  async function refresh(): Promise<void> {
    await readOnce();
    const nowMs = clock.nowMs();
    const due = (['access', 'receipt'] as const).filter(
      (purpose) => (bornAtMs.get(purpose) ?? 0) <= nowMs - deps.keyMs,
    );
    if (due.length === 0) return;
    for (const purpose of due) await store.ensure(makeSigningKey(purpose, deps), nowMs - deps.keyMs);
    await readOnce();
  }

  await refresh();
  return {
    get access() {
      assert(access, 'there is no access key');
      return access;
    },
    get receipt() {
      assert(receipt, 'there is no receipt key');
      return receipt;
    },
    get publicJwks() {
      return publicJwks;
    },
    async accessKey(kid) {
      const known = accessKeys.get(kid);
      if (known !== undefined) return known;
      if (clock.nowMs() - readAtMs >= LOOK_AGAIN_AFTER_MS) await readOnce();
      return accessKeys.get(kid) ?? null;
    },
    refresh,
  };
}

function openPrivateKey({ privateKey }: SigningKey): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey), type: 'pkcs8', format: 'der' });
}
