import { z } from 'zod';

/** An amount in integer minor units of an ISO 4217 currency: `{ amount: 2500, currency: 'EUR' }` is 25.00 €. */
export const Money = z
  .object({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: 'Money', description: 'Integer minor units of an ISO 4217 currency' });
export type Money = z.infer<typeof Money>;
