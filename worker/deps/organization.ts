import type { SettingsStore } from '../db/organization/settings-store.ts';

export interface OrganizationDeps {
  settings: SettingsStore;
}
