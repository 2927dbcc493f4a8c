import { isPortFree, nextFreePort } from './free-port.ts';
import { LOCAL_PARTS, localParts, type LocalPart } from './port-variables.ts';
import type { Variables } from './variables.ts';

type Asked = Pick<Variables, 'port' | 'ports' | 'mail' | 'stripe'>;

/**
 * A configured port that is taken is an error before anything is built; so is the site's port, which every link
 * contains.
 */
export async function refuseTakenPorts(variables: Asked): Promise<void> {
  const { port, ports } = variables;
  if (!(await isPortFree(port))) {
    const free = await nextFreePort(port, new Set(Object.values(ports)));
    throw new Error(`Port ${port} is taken, and the site needs it: free it, or start with another: PORT=${free}`);
  }
  for (const name of needed(variables)) {
    const set = ports[name];
    const { part, variable } = LOCAL_PARTS[name];
    if (set === undefined || (await isPortFree(set))) continue;
    throw new Error(`Port ${set} is taken, and ${variable} gives it to ${part}: free it, or set another.`);
  }
}

export interface LocalPorts {
  ports: Record<LocalPart, number>;
  /** A sentence about each part that isn't at its usual port. */
  notes: string[];
}

/** Checked right before the parts start: another checkout that starts at the same time may be choosing, too. */
export async function choosePorts(variables: Asked, paymentPagesAt?: number): Promise<LocalPorts> {
  const others = new Set([variables.port, ...Object.values(variables.ports)]);
  const ports: LocalPorts['ports'] = { mailboxPage: 0, mailboxSmtp: 0, stripe: 0 };
  const notes: string[] = [];
  for (const name of needed(variables)) {
    const { part, variable, usual } = LOCAL_PARTS[name];
    const set = variables.ports[name];
    const before = name === 'stripe' && paymentPagesAt !== usual ? paymentPagesAt : undefined;
    const isBack = before !== undefined && !others.has(before) && (await isPortFree(before));
    const chosen = set ?? (isBack ? before : await nextFreePort(usual, others));
    ports[name] = chosen;
    others.add(chosen);
    if (set !== undefined || chosen === usual) continue;
    const why = isBack ? `Payments begun before lead to port ${chosen}` : `Port ${usual} was taken`;
    notes.push(`${why}: ${part} is at ${chosen}. ${variable} sets another.`);
  }
  return { ports, notes };
}

const needed = ({ mail, stripe }: Asked) => localParts.filter((name) => !(name === 'stripe' ? stripe : mail));
