import { z } from 'zod';
import { Id, Time, listOf } from '../field.ts';
import { Money } from '../money.ts';

export const Receipt = z
  .object({
    id: Id,
    /** As printed: `2026-9F3A1C-000012`. */
    number: z.string(),
    kind: z.enum(['receipt', 'credit_note']),
    total: Money,
    issuedAt: Time,
    /** The PDF, for everyone who may see the booking. */
    url: z.string(),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;
export const ReceiptList = listOf(Receipt).meta({ id: 'ReceiptList' });
export type ReceiptList = z.infer<typeof ReceiptList>;
