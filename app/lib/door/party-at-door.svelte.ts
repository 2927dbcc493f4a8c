import { m } from '$messages';
import type { AskParty } from './party-at-hand.ts';
import type { Scanner } from './scanner.svelte.ts';

/** The booking of the ticket just scanned, if it has more tickets: its summary, and the open list. */
export class PartyAtDoor {
  openFor = $state<string | null>(null);
  #scanner: Scanner;
  #known = $state.raw<{ ticketId: string; inside: number; of: number } | null>(null);

  constructor(ask: AskParty, scanner: Scanner) {
    this.#scanner = scanner;
    $effect(() => {
      const { ticketId } = this;
      if (!ticketId || this.openFor) return;
      let overtaken = false;
      void ask(ticketId).then((answer) => {
        if (overtaken || !answer.ok) return;
        const valid = answer.value.members.filter(({ status }) => status === 'valid');
        this.#known = { ticketId, inside: valid.filter(({ inside }) => inside).length, of: valid.length };
      });
      return () => (overtaken = true);
    });
  }

  /** Replaces the verdict, which would cover it. */
  open() {
    this.openFor = this.ticketId;
    this.#scanner.dismiss();
  }

  get ticketId(): string | null {
    const { last, deciding } = this.#scanner;
    return (last?.verdict.partySize ?? 0) > 1 && !deciding ? (last?.verdict.ticket?.id ?? null) : null;
  }

  /** Null where no other ticket could enter or leave. */
  get words(): string | null {
    const { ticketId } = this;
    if (!ticketId || this.openFor) return null;
    if (this.#known?.ticketId !== ticketId) return m.party_of({ count: this.#scanner.last?.verdict.partySize ?? 0 });
    const { inside, of } = this.#known;
    if (this.#scanner.direction === 'exit') return inside > 0 ? m.party_inside({ count: inside, of }) : null;
    return inside < of ? m.party_outside({ count: of - inside, of }) : null;
  }
}
