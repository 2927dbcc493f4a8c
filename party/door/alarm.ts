import type { DoorParts } from './parts.ts';

/** The room's only alarm: for undelivered changes, and for the end of a session. */
export function createAlarm(storage: DurableObjectStorage) {
  let setFor: number | null | undefined;
  const set = async (at: number) => {
    setFor = at;
    await storage.setAlarm(at);
  };
  return {
    fired: () => (setFor = null),
    /** Sets the alarm for this time unless it is set for an earlier one. */
    async setWithin(ms: number): Promise<void> {
      if (setFor === undefined) setFor = await storage.getAlarm();
      const at = Date.now() + ms;
      if (setFor === null || setFor > at) await set(at);
    },
    async setForNextSessionEnd({ copy, clock }: Pick<DoorParts, 'copy' | 'clock'>): Promise<void> {
      const now = clock.now().getTime();
      const ends = (copy.facts()?.sessions ?? []).map((session) => session.endsAt).filter((end) => end > now);
      if (ends.length > 0) await this.setWithin(Math.min(...ends) - now);
    },
  };
}
