import { cancel, changeStatus } from './cancel.ts';
import { changeAnswers } from './change-answers.ts';
import type { Command, Reply } from './command.ts';
import { complete } from './complete.ts';
import type { Desk } from './desk.ts';
import { settleDispute } from './dispute.ts';
import { attachSession, startPayment } from './pay.ts';
import { place } from './place.ts';
import { placeGuests } from './place-guests.ts';
import { refund } from './refund.ts';
import { releaseDue } from './release.ts';
import { settle } from './settle.ts';
import { settleRefund } from './settle-refund.ts';
import { takePayment } from './take-payment.ts';
import { bill, cancelTickets, rename, transfer } from './tickets.ts';
import { joinWaiting, leaveWaiting, serveWaiting } from './wait.ts';

/** Decides one command and notes its changes on the desk, where the next command sees them. */
export function decide(desk: Desk, command: Command): Reply {
  // The waiting list is served before each command, and again after a command that has freed places.
  serveWaiting(desk);
  const reply = decideAlone(desk, command);
  serveWaiting(desk);
  return reply;
}

function decideAlone(desk: Desk, command: Command): Reply {
  switch (command.kind) {
    case 'place':
      return place(desk, command);
    case 'complete':
      return complete(desk, command);
    case 'start_payment':
      return startPayment(desk, command);
    case 'attach_session':
      return attachSession(desk, command);
    case 'settle':
      return settle(desk, command);
    case 'refund':
      return refund(desk, command);
    case 'settle_refund':
      return settleRefund(desk, command);
    case 'settle_dispute':
      return settleDispute(desk, command);
    case 'cancel':
      return cancel(desk, command);
    case 'change_status':
      return changeStatus(desk, command);
    case 'cancel_tickets':
      return cancelTickets(desk, command);
    case 'transfer':
      return transfer(desk, command);
    case 'rename':
      return rename(desk, command);
    case 'change_answers':
      return changeAnswers(desk, command);
    case 'bill':
      return bill(desk, command);
    case 'place_guests':
      return placeGuests(desk, command);
    case 'take_payment':
      return takePayment(desk, command);
    case 'join_waiting':
      return joinWaiting(desk, command);
    case 'leave_waiting':
      return leaveWaiting(desk, command);
    case 'release':
      return releaseDue(desk);
    default:
      return command satisfies never;
  }
}
