import { cancel, changeStatus } from './cancel.ts';
import { changeAnswers } from './change-answers.ts';
import type { Answer, Command } from './command.ts';
import { complete } from './complete.ts';
import type { Desk, Mint } from './desk.ts';
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

/** Decides one command and notes its changes on the desk, where the next one sees them. */
export function decide(desk: Desk, command: Command, mint: Mint): Answer {
  // Whoever waits is served before anybody who comes now, and again once this command has freed something.
  serveWaiting(desk, mint);
  const answer = decideAlone(desk, command, mint);
  serveWaiting(desk, mint);
  return answer;
}

function decideAlone(desk: Desk, command: Command, mint: Mint): Answer {
  switch (command.kind) {
    case 'place':
      return place(desk, command, mint);
    case 'complete':
      return complete(desk, command, mint);
    case 'start_payment':
      return startPayment(desk, command);
    case 'attach_session':
      return attachSession(desk, command);
    case 'settle':
      return settle(desk, command, mint);
    case 'refund':
      return refund(desk, command, mint);
    case 'settle_refund':
      return settleRefund(desk, command, mint);
    case 'settle_dispute':
      return settleDispute(desk, command, mint);
    case 'cancel':
      return cancel(desk, command, mint);
    case 'change_status':
      return changeStatus(desk, command, mint);
    case 'cancel_tickets':
      return cancelTickets(desk, command, mint);
    case 'transfer':
      return transfer(desk, command, mint);
    case 'rename':
      return rename(desk, command);
    case 'change_answers':
      return changeAnswers(desk, command);
    case 'bill':
      return bill(desk, command);
    case 'place_guests':
      return placeGuests(desk, command, mint);
    case 'take_payment':
      return takePayment(desk, command, mint);
    case 'join_waiting':
      return joinWaiting(desk, command, mint);
    case 'leave_waiting':
      return leaveWaiting(desk, command);
    case 'release':
      return releaseDue(desk, mint);
    default:
      return command satisfies never;
  }
}
