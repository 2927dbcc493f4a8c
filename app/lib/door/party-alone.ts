import { currentSessions } from '#domain/door/session.ts';
import type { PartyMember } from '#domain/door/door.ts';
import type { PackPicture } from './pack-picture.ts';

/** The party from the pack: without names and numbers, which only their codes decrypt. */
export function partyAlone(picture: PackPicture, ticketId: string, now: number): PartyMember[] {
  const ticket = picture.find(ticketId);
  if (!ticket) return [];
  const { sessions, types } = picture.facts;
  return picture.partyOf(ticket).map(({ id, status, typeIndex }) => {
    const stays = currentSessions(sessions, now).flatMap((session) => picture.stays(id, session.id, now));
    return {
      ticketId: id,
      status,
      numberEnd: '',
      attendeeName: '',
      typeName: types.find(({ index }) => index === typeIndex)?.name ?? '',
      inside: stays.some(({ exitedAt }) => exitedAt === null),
      entered: stays.length > 0,
    };
  });
}
