import { readSettings, type Env, type Settings } from '../env.ts';

const parsed = new WeakMap<Env, Settings>();

/** Parses the bindings once per isolate. */
export function settingsOf(env: Env): Settings {
  const known = parsed.get(env);
  if (known) return known;
  const settings = readSettings(env);
  parsed.set(env, settings);
  return settings;
}
