import { type Caller, notAllowed } from '../account/caller.ts';
import { refusal, type Outcome } from '../refusal.ts';

/** The seller, as printed on receipts. */
export interface Seller {
  name: string;
  address: string;
  vatId: string;
  email: string | null;
}

/** The deployment's settings: the seller's details, and the defaults of new ticket types. */
export interface Organization extends OrganizationFields {
  version: number;
}
export interface OrganizationFields {
  legalName: string;
  address: string;
  vatId: string;
  contactEmail: string | null;
  defaultTaxRateBasisPoints: number;
}

/** They appear on everyone's receipts: only a super admin may change them. */
export function mayEditSettings(caller: Caller): Outcome<object> {
  const isTheirs = caller.kind === 'user' && caller.user.role === 'super_admin';
  return isTheirs ? { ok: true } : notAllowed(caller);
}

/** The changes that an edit made on this version brings; empty where there are none. */
export function editOrganization(
  before: Organization,
  { version, ...fields }: Partial<OrganizationFields> & { version: number },
): Outcome<{ change: Partial<OrganizationFields> }> {
  if (version !== before.version) return refusal('version_conflict', { version: before.version });
  const changed = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && value !== before[name as keyof OrganizationFields],
  );
  return { ok: true, change: Object.fromEntries(changed) };
}
