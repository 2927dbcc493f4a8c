/** Ports of the parts that run beside the site, unless they run elsewhere. */
export const LOCAL_PARTS = {
  mailboxPage: { part: 'the mailbox’s page', variable: 'MAILBOX_PORT', usual: 1080 },
  mailboxSmtp: { part: 'the mailbox’s SMTP', variable: 'MAILBOX_SMTP_PORT', usual: 1025 },
  stripe: { part: 'the stand-in for Stripe', variable: 'STRIPE_STAND_IN_PORT', usual: 12_111 },
} as const;
export type LocalPart = keyof typeof LOCAL_PARTS;
export const localParts = Object.keys(LOCAL_PARTS) as LocalPart[];

/** Absent: the usual port, or another where that is taken. */
export type SetPorts = Partial<Record<LocalPart, number>>;

/** Throws one sentence about the first value that is no port, or that two parts share. */
export function readPorts(read: (name: string) => string | undefined): { port: number; ports: SetPorts } {
  const port = readPort('PORT', read('PORT')) ?? 8787;
  const ports: SetPorts = {};
  const owners = new Map([[port, 'PORT']]);
  for (const name of localParts) {
    const { variable } = LOCAL_PARTS[name];
    const set = readPort(variable, read(variable));
    if (set === undefined) continue;
    const owner = owners.get(set);
    if (owner) throw new Error(`${owner} and ${variable} are both ${set}: each needs its own.`);
    owners.set(set, variable);
    ports[name] = set;
  }
  return { port, ports };
}

function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${name} must be a number from 1 to 65535, not "${text}".`);
}
