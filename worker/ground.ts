import type { LinkScope } from '#domain/account/caller.ts';

/*
 * The interfaces that every layer above the domain stands on. worker/outside implements them, which neither db nor use
 * cases may import. Tests pass clocks, ids, logs and signers of their own.
 */

export interface Ground {
  clock: Clock;
  ids: Ids;
  log: Log;
  seals: Seals;
  signer: TicketSigner;
  /** The site's address without a trailing slash; links in emails start with it. */
  baseUrl: string;
}

export interface Clock {
  now(): Date;
}

/** Slow on purpose; the hash carries what it takes to check it. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
}

export interface Ids {
  /** UUID v7: ordered by time, so that indexes stay compact. */
  uuid(): string;
  /** Uniform random characters of an alphabet, from a cryptographic source. */
  characters(alphabet: string, length: number): string;
  bytes(length: number): Uint8Array;
}

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Keys and seals derived from EVERATO_SECRET. Nothing else in the project sees the secret. */
export interface Seals {
  /** The bearer token of a secret link: HMAC over scope, id and the link's version. */
  linkToken(link: SecretLink): string;
  /**
   * The scope and id a token claims; `isLinkToken` must be asked with the version from the row before it is believed.
   */
  readLinkToken(token: string): { scope: LinkScope; id: string } | null;
  isLinkToken(token: string, link: SecretLink): boolean;
  seal(plain: Uint8Array, purpose: string): Promise<Uint8Array>;
  /** Throws where the bytes were not sealed by this deployment for this purpose. */
  open(sealed: Uint8Array, purpose: string): Promise<Uint8Array>;
  /** A key for other derivations (sessions, single-use door tickets), one per purpose. */
  derive(purpose: string): string;
}
export interface SecretLink {
  scope: LinkScope;
  id: string;
  version: number;
}

/** Ed25519 over raw bytes; keys are the 32-byte raw forms. */
export interface TicketSigner {
  generate(): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }>;
  sign(message: Uint8Array, privateKey: Uint8Array): Promise<Uint8Array>;
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): Promise<boolean>;
  publicKeyOf(privateKey: Uint8Array): Promise<Uint8Array>;
}
