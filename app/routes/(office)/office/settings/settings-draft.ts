import type { z } from 'zod';
import type { Settings, UpdateSettings } from '#contract/organization/settings.ts';
import { fromBasisPoints, toBasisPoints } from '$lib/form/basis-points.ts';
import type { Faults, Read } from '$lib/form/faults.ts';

/** The settings in their form. */
export interface SettingsDraft {
  legalName: string;
  address: string;
  vatId: string;
  contactEmail: string;
  taxPercent: string;
}

export const settingsDraftOf = (settings: Settings): SettingsDraft => ({
  legalName: settings.legalName,
  address: settings.address,
  vatId: settings.vatId,
  contactEmail: settings.contactEmail ?? '',
  taxPercent: fromBasisPoints(settings.defaultTaxRateBasisPoints),
});

type Input = Omit<z.input<typeof UpdateSettings>, 'version'>;

export function settingsInputOf({ taxPercent, contactEmail, ...same }: SettingsDraft): Read<Input> {
  const email = contactEmail.trim();
  const points = toBasisPoints(taxPercent || '0');
  const faults: Faults = {};
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) faults.contactEmail = 'email';
  if (points === null) faults.taxPercent = 'percent';
  if (points === null || faults.contactEmail) return { ok: false, faults };
  return { ok: true, input: { ...same, contactEmail: email || null, defaultTaxRateBasisPoints: points } };
}
