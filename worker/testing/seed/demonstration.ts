import type { EventPlan } from './factories.ts';
import { dayAfter, instantAt, nextWeekday } from './local-time.ts';

const BERLIN = 'Europe/Berlin';
const FRIDAY = 5;
const SATURDAY = 6;
const SUNDAY = 0;
const THURSDAY = 4;
const NO_BUYER_FEE = { feePaidBy: 'organizer' as const };

/** The contents of a new installation: four evenings and mornings at one imaginary venue. Dates follow `now`. */
export const demonstration = (now: Date): EventPlan[] => [
  clubNight(now),
  conference(now),
  repairCafe(now),
  kitchenConcert(now),
];

const organizer = {
  timeZone: BERLIN,
  currency: 'EUR',
  city: 'Berlin',
  organizerName: 'Haus am Kanal',
  contactEmail: 'hello@haus-am-kanal.example',
  links: [{ label: 'Haus am Kanal', url: 'https://haus-am-kanal.example' }],
};

function clubNight(now: Date): EventPlan {
  const day = nextWeekday(FRIDAY, 12, now);
  const startsAt = instantAt({ day, time: '23:00' }, BERLIN);
  const endsAt = instantAt({ day: dayAfter(day), time: '06:00' }, BERLIN);
  return {
    draft: {
      ...organizer,
      title: 'Low Tide: seven hours of slow techno',
      slug: 'low-tide',
      summary: 'One room, one sound system, three sets that take their time.',
      description: `The boiler room opens once a season, and then it stays open until the trams run again.

**Sets**

- 23:00 Marisol Quint
- 01:30 Holm & Vry (live)
- 04:00 Ada Okonjo, until the end

The room holds 300. Earplugs are free at the bar, cameras get a sticker at the door.

### Good to know

- 18+, please bring an ID
- Cloakroom €2, cash or card
- Step-free entrance through the yard`,
      startsAt,
      endsAt,
      venueName: 'Kesselhaus am Kanal',
      venueAddress: 'Uferstraße 8, 13357 Berlin',
      latitude: 52.5512,
      longitude: 13.3735,
      category: 'nightlife',
      tags: ['techno', 'club', 'late'],
      refundPolicy: 'Full refund until 24 hours before doors; after that, pass your ticket on to a friend.',
      accent: '#5b3fd1',
      perPersonLimit: 6,
      feeFixedMinor: 40,
      feeBasisPoints: 250,
      reEntry: true,
      houseCapacity: 300,
    },
    quotas: { Room: 300, 'Early birds': 60 },
    ticketTypes: [
      {
        name: 'Early bird',
        priceMinor: 1400,
        taxRateBasisPoints: 1900,
        description: 'The first sixty.',
        doorNote: '18+: ID',
        quotas: ['Room', 'Early birds'],
      },
      { name: 'Regular', priceMinor: 1900, taxRateBasisPoints: 1900, doorNote: '18+: ID', quotas: ['Room'] },
      {
        name: 'Neighbours',
        priceMinor: 0,
        description: 'You live in Uferstraße 1–20? You put up with us; come in for free. Proof of address at the door.',
        maxPerBooking: 2,
        doorNote: 'Free: check address, 18+',
        quotas: ['Room'],
      },
    ],
    gates: ['Yard', 'Canal side'],
  };
}

function conference(now: Date): EventPlan {
  const first = nextWeekday(THURSDAY, 40, now);
  const second = dayAfter(first);
  const at = (day: string, time: string) => instantAt({ day, time }, BERLIN);
  return {
    draft: {
      ...organizer,
      title: 'Keep: a conference on software that lasts',
      slug: 'keep',
      summary: 'Two days on code, data and teams that are still there in twenty years.',
      description: `Most of what we write is gone in five years. Keep is for people who look after the rest: the pension system, the seed bank's catalogue, the signal box, the library.

**Day one** is about *machines*: file formats, migrations nobody noticed, databases older than their administrators.

**Day two** is about *people*: how teams hand over, how to document for somebody who isn't born yet, and how to switch something off with dignity.

Twelve talks of thirty minutes, long breaks, no sponsors on stage. Lunch and coffee are part of the ticket.`,
      startsAt: at(first, '09:30'),
      endsAt: at(second, '17:00'),
      venueName: 'Haus am Kanal, Großer Saal',
      venueAddress: 'Uferstraße 10, 13357 Berlin',
      latitude: 52.5509,
      longitude: 13.3741,
      category: 'tech',
      tags: ['conference', 'software', 'archives'],
      refundPolicy:
        'Full refund until 14 days before, half until 3 days before. Tickets can be passed on until the morning itself.',
      terms:
        'By attending you agree to our code of conduct: be kind, ask before you photograph, and tell us when something is wrong.',
      accent: '#0b7285',
      perPersonLimit: 10,
      attendeeNames: 'each',
      ...NO_BUYER_FEE,
    },
    sessions: [
      { name: 'Day one: machines', startsAt: at(first, '09:30'), endsAt: at(first, '18:00') },
      { name: 'Day two: people', startsAt: at(second, '09:30'), endsAt: at(second, '17:00') },
    ],
    quotas: { Hall: 220, Scholarships: 20 },
    ticketTypes: [
      {
        name: 'Two days',
        priceMinor: 38000,
        taxRateBasisPoints: 1900,
        description: 'Both days with lunch and coffee.',
        quotas: ['Hall'],
      },
      {
        name: 'Two days, reduced',
        priceMinor: 14000,
        taxRateBasisPoints: 1900,
        description: 'Students, public libraries and archives, people between jobs. No proof needed.',
        quotas: ['Hall'],
      },
      {
        name: 'Scholarship',
        priceMinor: 0,
        description: 'For whoever could not come otherwise.',
        maxPerBooking: 1,
        quotas: ['Hall', 'Scholarships'],
      },
    ],
    gates: ['Registration'],
  };
}

function repairCafe(now: Date): EventPlan {
  const day = nextWeekday(SATURDAY, 4, now);
  return {
    draft: {
      ...organizer,
      title: 'Repair café',
      slug: 'repair-cafe',
      summary: 'Bring what broke. We bring soldering irons, needles and patience.',
      description: `Toasters, lamps, zips, chairs, radios: if you can carry it, we will look at it together. You hold the screwdriver, a volunteer sits beside you.

Book one place per broken thing, so that nobody waits long. Spare parts at cost; the rest is free, and so is the cake.`,
      startsAt: instantAt({ day, time: '10:00' }, BERLIN),
      endsAt: instantAt({ day, time: '15:00' }, BERLIN),
      venueName: 'Haus am Kanal, Werkstatt',
      venueAddress: 'Uferstraße 10, 13357 Berlin',
      category: 'community',
      tags: ['repair', 'free', 'families'],
      refundPolicy: 'Can’t come? Cancel your place, somebody else’s toaster will be glad.',
      accent: '#2b8a3e',
      perPersonLimit: 3,
      availabilityShown: 'always',
    },
    quotas: { Benches: 36 },
    ticketTypes: [
      { name: 'A place at the bench', priceMinor: 0, description: 'One thing to repair.', quotas: ['Benches'] },
    ],
  };
}

function kitchenConcert(now: Date): EventPlan {
  const day = nextWeekday(SUNDAY, 8, now);
  return {
    draft: {
      ...organizer,
      title: 'Kitchen concert: Ilse Vandermeer, cello',
      slug: 'kitchen-concert',
      summary: 'Bach, Saariaho and soup, for as many as fit around the table.',
      description: `Nine chairs, one cello, a pot of soup. Ilse Vandermeer plays the second suite by Bach and Kaija Saariaho's *Sept papillons*, an arm's length away. Afterwards we eat.

The house is up three flights of stairs, without a lift; tell us beforehand and we carry.`,
      startsAt: instantAt({ day, time: '18:30' }, BERLIN),
      endsAt: instantAt({ day, time: '21:30' }, BERLIN),
      venueName: 'Wohnküche, third floor',
      venueAddress: 'Uferstraße 12, 13357 Berlin',
      category: 'music',
      tags: ['classical', 'cello', 'dinner'],
      refundPolicy: 'Full refund until 48 hours before: then we buy the vegetables.',
      accent: '#c2410c',
      perPersonLimit: 2,
      feeFixedMinor: 50,
      feeBasisPoints: 0,
    },
    quotas: { Chairs: 9 },
    ticketTypes: [
      { name: 'A chair and soup', priceMinor: 2800, taxRateBasisPoints: 700, quotas: ['Chairs'] },
      {
        name: 'A chair and soup, reduced',
        priceMinor: 1600,
        taxRateBasisPoints: 700,
        description: 'Pay less if you have less.',
        quotas: ['Chairs'],
      },
    ],
  };
}
