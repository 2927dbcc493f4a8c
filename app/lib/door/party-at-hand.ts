import type { Party } from '#contract/door/checkin.ts';
import type { Answer, DoorApi } from './api.ts';
import type { OfflineDoor } from './offline-door.svelte.ts';

export type AskParty = (ticketId: string) => Promise<Answer<Party>>;

/** All tickets of a ticket's booking: from the door, or otherwise from this device's pack. */
export const partyAtHand =
  (api: DoorApi, offline: OfflineDoor): AskParty =>
  async (ticketId) => {
    const answer = await api.party(ticketId);
    if (answer.ok || answer.code !== 'away') return answer;
    const members = offline.party(ticketId);
    return members.length > 0 ? { ok: true, value: { members } } : answer;
  };
