import { effectivePermissions, PERMISSIONS, type Permission } from '#domain/account/permission.ts';
import type { ApiCall } from '../api-client.ts';
import { signInOn, type SignedInPerson } from '../signed-in.ts';
import type { Row } from './rows.ts';
import type { Ground, Setting } from './setting.ts';

/** Someone who tries an operation, and what they may do at the row's event. */
export interface Caller {
  name: string;
  kind: 'visitor' | 'account' | 'link' | 'device';
  call: ApiCall;
  holds: ReadonlySet<Permission>;
}

const nothing = new Set<Permission>();
const scanning = new Set<Permission>(['CHECK_IN']);

type Rights = { grant: Permission[]; deny: Permission[] };
async function give({ db }: Ground, { userId }: SignedInPerson, rights: Rights) {
  for (const effect of ['grant', 'deny'] as const)
    await db.query(
      `insert into staff_permissions (user_id, permission, effect) select $1, p, $3 from unnest($2::text[]) p`,
      [userId, rights[effect], effect],
    );
}

/** Staff with these permissions and no others; `eventIds` empty: at all events. */
export async function withExactly(ground: Ground, permissions: Permission[], eventIds: string[]): Promise<ApiCall> {
  const person = await signInOn(ground, 'door_crew', eventIds);
  await give(ground, person, { grant: permissions, deny: permissions.includes('CHECK_IN') ? [] : ['CHECK_IN'] });
  return { cookie: person.cookie };
}

/** Those who are refused everywhere alike are made once. */
const remembered = new WeakMap<Ground, Map<string, Promise<Caller>>>();
function once(ground: Ground, name: string, make: () => Promise<Caller>): Promise<Caller> {
  const known = remembered.get(ground) ?? new Map<string, Promise<Caller>>();
  remembered.set(ground, known);
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}

const without = (ground: Ground, denied: Permission[]) =>
  once(ground, `without ${denied.join()}`, () => makeWithout(ground, denied));

/** Staff who may do all that can be given, except for these permissions. */
async function makeWithout(ground: Ground, denied: Permission[]): Promise<Caller> {
  const person = await signInOn(ground, 'admin');
  const granted = PERMISSIONS.filter((one) => !denied.includes(one));
  await give(ground, person, { grant: granted, deny: denied });
  const holds = effectivePermissions('admin', granted, denied);
  return { name: `staff without ${denied.join(', ') || 'ownership'}`, kind: 'account', call: person, holds };
}

/** An account whose address is the buyer's and is not verified. */
async function namesake(ground: Ground, { email }: Setting): Promise<Caller> {
  const person = await signInOn(ground, 'attendee');
  await ground.db.query('update users set email = $2, email_verified = false where id = $1', [person.userId, email]);
  return { name: 'an unverified account with the buyer’s address', kind: 'account', call: person, holds: nothing };
}

export async function attendee(ground: Ground): Promise<Caller> {
  const call = await signInOn(ground, 'attendee');
  return { name: 'an attendee', kind: 'account', call, holds: nothing };
}

/** Those who are the same for every row. */
export async function strangers(other: Setting): Promise<Caller[]> {
  const { bearer } = await other.book();
  const device = await other.device({ maySell: true, maySupervise: true });
  return [
    { name: 'a visitor', kind: 'visitor', call: {}, holds: nothing },
    { name: 'a forged cookie', kind: 'visitor', call: { cookie: 'everato.session_token=x.y' }, holds: nothing },
    { name: 'a forged token', kind: 'visitor', call: { bearer: 'x'.repeat(43) }, holds: nothing },
    { name: 'another booking’s link', kind: 'link', call: { bearer }, holds: nothing },
    { name: 'another event’s device', kind: 'device', call: { bearer: device.bearer }, holds: nothing },
  ];
}

const lacksOneOf = ({ staff, or }: { staff: Permission[]; or?: Permission[] }): Permission[][] =>
  or ? [[...staff, ...or]] : staff.map((permission) => [permission]);

/** Those of a row who are refused, besides the strangers. */
export async function refusedAt(ground: Ground, row: Row, { of, other }: { of: Setting; other: Setting }) {
  const found: Caller[] = [await attendee(ground), await namesake(ground, of)];
  if (row.who === 'owners') found.push(await without(ground, []));
  if (typeof row.who !== 'object') return found;
  for (const denied of lacksOneOf(row.who)) found.push(await without(ground, denied));
  if (row.limited === 'by event') {
    const { staff } = row.who;
    const elsewhere = async (): Promise<Caller> => {
      const call = await withExactly(ground, staff, [other.eventId]);
      return { name: 'staff of another event', kind: 'account', call, holds: nothing };
    };
    found.push(await once(ground, `elsewhere ${staff.join()}`, elsewhere));
  }
  if (row.limited === 'never') {
    const call = await withExactly(ground, row.who.staff, [of.eventId]);
    found.push({ name: 'staff of one event', kind: 'account', call, holds: nothing });
  }
  const rights = {
    all: null,
    selling: { maySupervise: true },
    supervising: { maySell: true },
    none: { maySell: true, maySupervise: true },
  }[row.devices ?? 'none'];
  if (rights) {
    const { bearer } = await of.device(rights);
    found.push({ name: 'the event’s device', kind: 'device', call: { bearer }, holds: scanning });
  }
  return found;
}

/** Returns who succeeds: each as the credentials to prepare with, and the request to make. */
export function allowedAt(
  { ground, other }: { ground: Ground; other: Setting },
  row: Row,
  owners: number,
): ((of: Setting) => Promise<ApiCall | 'owner'>)[] {
  const { who } = row;
  if (who === 'everyone') return [() => Promise.resolve({})];
  if (who === 'accounts') return [async () => ({ cookie: await ground.signUp() })];
  const byOwner = Array<() => Promise<'owner'>>(owners).fill(() => Promise.resolve('owner'));
  if (who === 'owners') return byOwner;
  // Of another event too, so that it can be deleted: staff limited to it alone would then see every event.
  const at = ({ eventId }: Setting) => (row.limited === 'never' ? [] : [eventId, other.eventId]);
  const sets = [who.staff, ...(who.or ?? []).map((permission) => [permission])];
  const staff = sets.map((set) => (of: Setting) => withExactly(ground, set, at(of)));
  const { devices } = row;
  const device = (of: Setting) =>
    of
      .device({ maySell: devices === 'selling', maySupervise: devices === 'supervising' })
      .then(({ bearer }) => ({ bearer }));
  return [...staff, ...byOwner, ...(devices ? [device] : [])];
}

/** The status and code with which a caller is refused. */
export function refusalOf(row: Row, { kind, holds }: Caller): string {
  const { instead = {}, hidden } = row;
  if (instead.everyone) return instead.everyone;
  if (instead.scanners && holds.has('CHECK_IN')) return instead.scanners;
  if (kind !== 'account' && instead[kind]) return instead[kind];
  const isHidden = hidden === true || hidden?.every((permission) => !holds.has(permission));
  if (isHidden) return 'not_found';
  return kind === 'visitor' ? 'not_signed_in' : 'forbidden';
}
