import type { DoorParts } from './parts.ts';

/** The room's one alarm: for what is undelivered, and for the end of a session. */
export function createAlarm(storage: DurableObjectStorage) {
  let setFor: number | null | undefined;
  const set = async (at: number) => {
    setFor = at;
    await storage.setAlarm(at);
  };
  return {
    rang: () => (setFor = null),
    /** At the latest then; an earlier one stays. */
    async within(ms: number): Promise<void> {
      if (setFor === undefined) setFor = await storage.getAlarm();
      const at = Date.now() + ms;
      if (setFor === null || setFor > at) await set(at);
    },
    async atNextSessionEnd({ copy, clock }: Pick<DoorParts, 'copy' | 'clock'>): Promise<void> {
      const now = clock.now().getTime();
      const ends = (copy.facts()?.sessions ?? []).map((session) => session.endsAt).filter((end) => end > now);
      if (ends.length > 0) await this.within(Math.min(...ends) - now);
    },
  };
}
