/** A key pair that signs an event's tickets; the private half is sealed for the purpose `event-key {eventId}`. */
export interface EventKey {
  eventId: string;
  keyId: number;
  publicKey: Uint8Array;
  privateKeySealed: Uint8Array;
  revokedAt: Date | null;
}
