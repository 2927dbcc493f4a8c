import { z } from 'zod';
import { Email, optionalLine, optionalText } from '../field.ts';

const fields = {
  /** The seller: the name of the person or company that issues receipts. */
  legalName: optionalLine(200),
  /** As on an envelope, in several lines. */
  address: optionalText(500),
  vatId: optionalLine(40),
  contactEmail: Email.nullable(),
  /** Default tax rate of a new ticket type: 1900 is 19 %. */
  defaultTaxRateBasisPoints: z.int().min(0).max(10_000),
};

export const Settings = z
  .object({
    legalName: z.string(),
    address: z.string(),
    vatId: z.string(),
    contactEmail: z.string().nullable(),
    defaultTaxRateBasisPoints: fields.defaultTaxRateBasisPoints,
    version: z.int(),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

/** `version` is the version that was edited; another returns 409 `version_conflict`. */
export const UpdateSettings = z
  .object(fields)
  .partial()
  .extend({ version: z.int().min(1) });
export type UpdateSettings = z.infer<typeof UpdateSettings>;
