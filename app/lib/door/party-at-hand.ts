import type { Party } from '#contract/door/checkin.ts';
import type { Answer, DoorApi } from './api.ts';
import type { OfflineDoor } from './offline-door.svelte.ts';

export type AskParty = (ticketId: string) => Promise<Answer<Party>>;

/** Everybody of a ticket's booking: as the door says, or else as far as this device knows by itself. */
export const partyAtHand =
  (api: DoorApi, offline: OfflineDoor): AskParty =>
  async (ticketId) => {
    const answer = await api.party(ticketId);
    if (answer.ok || answer.code !== 'away') return answer;
    const members = offline.party(ticketId);
    return members.length > 0 ? { ok: true, value: { members } } : answer;
  };
