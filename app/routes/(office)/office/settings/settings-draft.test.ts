import { expect, test } from 'vitest';
import { settingsDraftOf, settingsInputOf } from './settings-draft.ts';

const settings = {
  legalName: 'Lantern Ltd',
  address: '1 Quay Street\nDublin',
  vatId: '',
  contactEmail: null,
  defaultTaxRateBasisPoints: 750,
  version: 3,
};

test('loaded settings are saved unchanged; an empty email address is null', () => {
  const { version: _, ...fields } = settings;
  expect(settingsDraftOf(settings).taxPercent).toBe('7.5');
  expect(settingsInputOf(settingsDraftOf(settings))).toEqual({ ok: true, input: fields });
});

test('a wrong rate and a wrong email address are named at their fields', () => {
  const draft = { ...settingsDraftOf(settings), contactEmail: 'tax at lantern', taxPercent: '101' };
  expect(settingsInputOf(draft)).toEqual({ ok: false, faults: { contactEmail: 'email', taxPercent: 'percent' } });
  expect(settingsInputOf({ ...draft, contactEmail: ' tax@lantern.example ', taxPercent: '19,5' })).toMatchObject({
    input: { contactEmail: 'tax@lantern.example', defaultTaxRateBasisPoints: 1950 },
  });
});
