import { cancel, changeStatus } from './cancel.ts';
import type { Answer, Command } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import { attachSession, startPayment } from './pay.ts';
import { place } from './place.ts';
import { releaseDue } from './release.ts';
import { settle, settleRefund } from './settle.ts';

/** Decides one command and notes its changes on the desk, where the next one sees them. */
export function decide(desk: Desk, command: Command, mint: Mint): Answer {
  switch (command.kind) {
    case 'place':
      return place(desk, command, mint);
    case 'start_payment':
      return startPayment(desk, command);
    case 'attach_session':
      return attachSession(desk, command);
    case 'settle':
      return settle(desk, command, mint);
    case 'settle_refund':
      return settleRefund(desk, command);
    case 'cancel':
      return cancel(desk, command, mint);
    case 'change_status':
      return changeStatus(desk, command, mint);
    case 'release':
      return releaseDue(desk, mint);
    default:
      return command satisfies never;
  }
}
