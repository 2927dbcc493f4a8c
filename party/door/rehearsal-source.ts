import type { Core, DoorSource } from '../../worker/deps.ts';
import { practiceTicketsOf } from '#domain/door/practice-tickets.ts';
import { eventOfDoor, rehearsedFacts } from '#domain/door/rehearsal.ts';
import { rehearsalKey } from '../../worker/usecases/door/rehearsal-key.ts';

/**
 * The source of a rehearsal's door: the event's gates, types, devices and people, with practice tickets and their own key.
 * Deliveries are dropped, so that no real count changes.
 */
export function createRehearsalSource(source: DoorSource, deps: Pick<Core, 'seals' | 'signer'>): DoorSource {
  const facts = (doorId: string) => source.readFacts(eventOfDoor(doorId));
  return {
    async readFacts(doorId) {
      const real = await facts(doorId);
      if (!real) return null;
      const { publicKey } = await rehearsalKey(deps, doorId);
      const practiceTickets = practiceTicketsOf(doorId, real.types).length;
      return rehearsedFacts(doorId, real, {
        publicKey: Buffer.from(publicKey).toString('base64'),
        ticketSeq: practiceTickets,
      });
    },
    async readTickets(doorId, afterSeq, limit) {
      const practiceTickets = practiceTicketsOf(doorId, (await facts(doorId))?.types ?? []).map(({ ticket }) => ticket);
      return practiceTickets.filter(({ seq }) => seq > afterSeq).slice(0, limit);
    },
    readAttendance: async () => [],
    readScans: async () => [],
    readOpenConflicts: async () => [],
    readKeys: async (doorId) => [await rehearsalKey(deps, doorId)],
    findElsewhere: (ticket) => source.findElsewhere(ticket),
    readStandings: (userIds, deviceIds) => source.readStandings(userIds, deviceIds),
    deliver: async () => [],
  };
}
