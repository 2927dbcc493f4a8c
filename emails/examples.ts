import type { Mail, MailBooking, MailTicket } from '#domain/mail/mail.ts';

/** One email of each kind with plausible data, for the preview and the tests. */
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
    ticketCount: 2,
    isPaidOutsideStripe: false,
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
    days: [],
    url: `${baseUrl}/tickets/0199c0de-0000-7000-8000-00000000001${index}#example`,
    qrPng: drawQr(`EXAMPLE${index}`.repeat(18)),
  });
  const tickets = [ticket(2, 'Evening', booking.buyerName), ticket(3, 'Child (under 12)', 'Þór Übermuth')];
  const calendar = 'BEGIN:VCALENDAR\r\n';
  const money = (amount: number) => ({ amount, currency: 'EUR', decimal: (amount / 100).toFixed(2) });
  const none = money(0);
  const back = (amount: number) => ({
    amount: money(amount),
    onItsWay: money(amount),
    given: none,
    owed: none,
    withBank: none,
  });
  const inOffice = { ...booking, url: `${baseUrl}/office/events/example/bookings?booking=example` };
  const until = new Date('2027-06-02T10:00:00Z');
  const link = (path: string) => `${baseUrl}${path}`;
  return [
    { kind: 'booking_confirmed', facts: { ...booking, tickets, ticketCount: 2, calendar, due: null } },
    { kind: 'hold_expired', facts: booking },
    {
      kind: 'payment_received',
      facts: { ...booking, amount: booking.total, receiptNumber: '2027-9F3A1C-000012' },
    },
    { kind: 'payment_refunded', facts: { ...booking, ...back(2800) } },
    { kind: 'refund_delayed', facts: { ...booking, amount: money(2800) } },
    { kind: 'booking_cancelled', facts: { ...booking, ...back(5000), kept: money(600), eventCancelled: null } },
    { kind: 'tickets_cancelled', facts: { ...booking, numbers: ['A2B3-C4D3'], ...back(2800) } },
    { kind: 'ticket_received', facts: { event, ticket: tickets[1]!, from: booking.buyerName, calendar } },
    {
      kind: 'ticket_transferred',
      facts: { event, number: 'A2B3-C4D3', to: { name: 'Þór Übermuth', email: 'thor@example.com' } },
    },
    { kind: 'ticket_void', facts: { event, number: 'A2B3-C4D3', eventCancelled: null } },
    {
      kind: 'waiting_joined',
      facts: { event, name: booking.buyerName, quantity: 2, typeName: 'Evening', url: link('/waiting-list/1#example') },
    },
    { kind: 'waiting_offer', facts: { ...booking, until } },
    {
      kind: 'event_cancelled',
      facts: { event, name: booking.buyerName, message: 'The pier is closed after the storm. We are very sorry.' },
    },
    { kind: 'refund_failed', facts: { ...inOffice, amount: money(2800), reason: 'expired_or_canceled_card' } },
    {
      kind: 'dispute',
      facts: { ...inOffice, amount: money(5600), reason: 'fraudulent', status: 'open', dueAt: until },
    },
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
