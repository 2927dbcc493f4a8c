import type { Core, TicketForMail } from '../../deps.ts';

/** The secret that opens a ticket's page; a transfer raises its version. */
export const ticketToken = ({ seals }: Pick<Core, 'seals'>, { id, linkVersion: version }: TicketForMail) =>
  seals.linkToken({ scope: 'ticket', id, version });

/** The secret stands behind `#`, which browsers send to no server. */
export const ticketLink = (site: Pick<Core, 'seals' | 'baseUrl'>, ticket: TicketForMail) =>
  `${site.baseUrl}/tickets/${ticket.id}#${ticketToken(site, ticket)}`;
