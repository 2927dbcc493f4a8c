import type { BoxOfficeStore, Clock, Ids } from '../../deps.ts';
import type { Changes } from '#domain/box-office/changes.ts';
import type { Command, Reply } from '#domain/box-office/command.ts';
import { decide } from '#domain/box-office/decide.ts';
import { earliestHold, openDesk, type DeskIds } from '#domain/box-office/desk.ts';
import { refusal } from '#domain/refusal.ts';
import { ALPHABET, NUMBER_LENGTH } from '#domain/ticket/number.ts';

export interface TurnDeps {
  store: BoxOfficeStore;
  clock: Clock;
  ids: Ids;
  alarm: HoldAlarm;
}

/** Wakes the box office when a hold is due. */
export interface HoldAlarm {
  /** Returns once the alarm is set to ring at `due` or before. */
  standBy(due: Date): Promise<void>;
}

export interface Turn {
  answers: Reply[];
  ticketsChanged: boolean;
  outboxChanged: boolean;
}

/** Loads, decides and persists all commands in one transaction. Throws when the turn could not be committed. */
export async function runTurn(deps: TurnDeps, eventId: string, commands: readonly Command[]): Promise<Turn> {
  return deps.store.transact(eventId, async (transaction) => {
    const loaded = await transaction.load(commands, deps.clock);
    if (!loaded)
      return { answers: commands.map(() => refusal('not_found')), ticketsChanged: false, outboxChanged: false };
    const desk = openDesk(loaded, deskIds(deps.ids));
    const answers = commands.map((command) => decide(desk, command));
    const due = earliestHold(desk);
    // Before the commit: a crash in between leaves an alarm without a hold, never a hold without an alarm.
    if (due) await deps.alarm.standBy(due);
    await transaction.persist(desk);
    return { answers, ticketsChanged: changesTickets(desk.changes), outboxChanged: desk.changes.outbox.length > 0 };
  });
}

const changesTickets = ({ tickets, touchedTickets, cancelTicketsOf, resendTicketsOf }: Changes) =>
  tickets.length + touchedTickets.size + cancelTicketsOf.length + resendTicketsOf.length > 0;

const deskIds = (ids: Ids): DeskIds => ({
  uuid: ids.uuid,
  shortCode: () => ids.characters(ALPHABET, NUMBER_LENGTH),
});
