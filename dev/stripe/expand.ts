import { invalid } from './failure.ts';
import type { State } from './state.ts';

type Fields = Record<string, unknown>;

/** A copy in which the named references (`payment_intent.latest_charge`, `data.charge`) are the objects themselves. */
export function expandFields<T>(state: State, object: T, paths: string[] = []): T {
  const copy = structuredClone(object);
  for (const path of paths) follow(state, copy as Fields, { names: path.split('.'), path });
  return copy;
}

function follow(state: State, object: Fields, { names, path }: { names: string[]; path: string }): void {
  const [name, ...rest] = names;
  if (name === 'line_items' && object.object === 'checkout.session') {
    const data = state.sessions[object.id as string]!.lineItems;
    object.line_items = { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${object.id}/line_items` };
  } else if (typeof object[name!] === 'string') {
    object[name!] = lookUp(state, object[name!] as string, path);
  } else if (object[name!] === undefined) {
    throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
  }
  const next = object[name!];
  if (!rest.length || next === null) return;
  for (const each of Array.isArray(next) ? next : [next]) follow(state, each as Fields, { names: rest, path });
}

function lookUp(state: State, id: string, path: string): unknown {
  const { paymentIntents, charges, refunds, sessions, balanceTransactions } = state;
  const found = paymentIntents[id] ?? charges[id] ?? refunds[id] ?? sessions[id]?.session ?? balanceTransactions[id];
  if (!found) throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
  return structuredClone(found);
}
