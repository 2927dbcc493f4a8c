import type { Instant, TicketFacts } from './door.ts';
import { idInRehearsal, REHEARSAL_KEY } from './rehearsal.ts';
import { ALPHABET, NUMBER_LENGTH } from '../ticket/number.ts';

/** The verdict on a practice ticket when its code is first scanned. */
export const PRACTICE_VERDICTS = ['admitted', 'unpaid', 'cancelled', 'revoked', 'invalid'] as const;
export type PracticeVerdict = (typeof PRACTICE_VERDICTS)[number];

/** A practice ticket. It is in no database: the same event always has the same ones. */
export interface PracticeTicket {
  ticket: TicketFacts & { number: string; bookingId: string; seq: number; keyId: number; issuedAt: Instant };
  typeIndex: number;
  /** The revision that its printed code carries: an older one for a ticket that was transferred. */
  printedRevision: number;
  expect: PracticeVerdict;
  /** The size of the party; 1 for a single guest. */
  partySize: number;
}

const NAMES = [
  'Ada Lovelace',
  'Grace Hopper',
  'Emmy Noether',
  'Marie Curie',
  'Irène Joliot-Curie',
  'Ève Curie',
  'Alan Turing',
  'Hedy Lamarr',
  'Katherine Johnson',
  'Ramanujan',
  'Sofia Kovalevskaya',
  'Évariste Galois',
  'Chien-Shiung Wu',
  'Mary Somerville',
  'Lise Meitner',
  'Carl Friedrich Gauß',
  'Ida Rhodes',
  'Jean Bartik',
  'Radia Perlman',
  'Barbara Liskov',
  'Ángela Ruiz Robles',
  'Rózsa Péter',
  'Maryam Mirzakhani',
  'Annie Easley',
];
const MOST_TYPES = 8;
const OF_EACH_TYPE = 2;
const PARTY = 3;
const DUE_MINOR = 2000;
const FIRST_BOOKING = 0x10000;

interface PracticeGroup {
  typeAt: number;
  expect: PracticeVerdict;
  together?: number;
}

/** Two of each type, a party, and one for every refusal. */
export function practiceTicketsOf(doorId: string, types: readonly { id: string; index: number }[]): PracticeTicket[] {
  const shown = types.slice(0, MOST_TYPES);
  if (shown.length === 0) return [];
  const groups: PracticeGroup[] = [
    ...shown.flatMap((_, typeAt) =>
      Array.from({ length: OF_EACH_TYPE }, () => ({ typeAt, expect: 'admitted' as const })),
    ),
    { typeAt: 0, expect: 'admitted', together: PARTY },
    ...PRACTICE_VERDICTS.slice(1).map((expect) => ({ typeAt: 0, expect })),
  ];
  const places = groups.flatMap((group, booking) =>
    Array.from({ length: group.together ?? 1 }, () => ({ ...group, booking, type: shown[group.typeAt]! })),
  );
  return places.map(({ expect, booking, type, together = 1 }, index) => ({
    ticket: {
      id: idInRehearsal(doorId, index + 1),
      number: practiceNumber(index),
      typeId: type.id,
      bookingId: idInRehearsal(doorId, FIRST_BOOKING + booking),
      status: expect === 'cancelled' ? 'cancelled' : 'valid',
      revision: expect === 'revoked' ? 2 : 1,
      attendeeName: NAMES[index % NAMES.length]!,
      amountDueMinor: expect === 'unpaid' ? DUE_MINOR : null,
      seq: index + 1,
      keyId: REHEARSAL_KEY,
      issuedAt: 0,
    },
    typeIndex: type.index,
    printedRevision: 1,
    expect,
    partySize: together,
  }));
}

/** `GHXT` and a count, in the letters of all numbers. */
function practiceNumber(index: number): string {
  let count = '';
  for (let rest = index; count.length < NUMBER_LENGTH - 4; rest = Math.floor(rest / ALPHABET.length))
    count = ALPHABET[rest % ALPHABET.length]! + count;
  return `GHXT${count}`;
}
