import type { Mail, MailBooking, MailTicket } from '../worker/domain/mail.ts';

/** One mail of each kind with plausible facts, for the preview and the tests. */
export function exampleMails(drawQr: (text: string) => Uint8Array, baseUrl: string): Mail[] {
  const event = {
    title: 'Lanterns on the Water',
    url: `${baseUrl}/events/lanterns-on-the-water`,
    startsAt: new Date('2027-06-18T18:30:00Z'),
    endsAt: new Date('2027-06-19T00:00:00Z'),
    timeZone: 'Europe/Berlin',
    venueName: 'Old Harbour',
    venueAddress: 'Pier 4, 20457 Hamburg',
    organizerName: 'Hafenkultur e. V.',
    contactEmail: 'hello@hafenkultur.example',
    accent: '#c2410c',
    bannerUrl: null,
  };
  const booking: MailBooking = {
    reference: 'K7MP-2XQA',
    buyerName: 'Anneliese Übermuth-Þórsdóttir',
    url: `${baseUrl}/bookings/0199c0de-0000-7000-8000-000000000001#example`,
    total: { amount: 5600, currency: 'EUR', decimal: '56.00' },
    event,
  };
  const ticket = (index: number, typeName: string, attendeeName: string): MailTicket => ({
    id: `0199c0de-0000-7000-8000-00000000001${index}`,
    number: `A2B3-C4D${index}`,
    typeName,
    attendeeName,
    url: `${baseUrl}/tickets/0199c0de-0000-7000-8000-00000000001${index}#example`,
    qrPng: drawQr(`EXAMPLE${index}`.repeat(18)),
  });
  const tickets = [ticket(2, 'Evening', booking.buyerName), ticket(3, 'Child (under 12)', 'Þór Übermuth')];
  const link = (path: string) => `${baseUrl}${path}`;
  return [
    { kind: 'booking_confirmed', facts: { ...booking, tickets, ticketCount: 2, calendar: 'BEGIN:VCALENDAR\r\n' } },
    { kind: 'hold_expired', facts: booking },
    { kind: 'payment_refunded', facts: { ...booking, amount: { amount: 2800, currency: 'EUR', decimal: '28.00' } } },
    {
      kind: 'booking_links',
      facts: {
        bookings: [
          { ...booking, payBefore: null },
          { ...booking, reference: 'Q9TR-4WAC', payBefore: new Date('2027-06-01T16:45:00Z') },
        ],
      },
    },
    { kind: 'verify_address', facts: { name: booking.buyerName, url: link('/verify#example') } },
    { kind: 'account_exists', facts: { name: booking.buyerName, url: link('/sign-in') } },
    { kind: 'reset_password', facts: { name: booking.buyerName, url: link('/reset#example') } },
    {
      kind: 'staff_invitation',
      facts: { name: 'Kim', inviter: 'Amara Okafor', role: 'door_crew', url: link('/join#example') },
    },
  ];
}
