import type { Rooms } from '../deps.ts';
import type { Env } from '../env.ts';
import { consoleLog } from '../outside/system.ts';

type Room = ReturnType<Rooms[keyof Rooms]>;
type Stub = Record<string | symbol, (...parameters: unknown[]) => Promise<unknown>>;

/**
 * The rooms by name, typed by what they offer. A kick outlives the response and never fails it: the heartbeat repeats
 * one that got lost.
 */
export function createRooms(env: Env, ctx: Pick<ExecutionContext, 'waitUntil'>): Rooms {
  const open = <T extends Room>(namespace: DurableObjectNamespace, name: string) => {
    // The bindings can't name the rooms' classes: rooms import the composition, which imports the bindings.
    const stub = namespace.get(namespace.idFromName(name)) as unknown as Stub;
    const kick = () => {
      const work = stub.kick!().catch((error: unknown) =>
        consoleLog.warn('kick failed', { name, error: String(error) }),
      );
      ctx.waitUntil(work);
      return work;
    };
    return new Proxy({} as T, {
      get: (_, method) => (method === 'kick' ? kick : (...parameters: unknown[]) => stub[method]?.(...parameters)),
    });
  };
  return {
    boxOffice: (eventId) => open(env.BOX_OFFICE, eventId),
    door: (eventId) => open(env.DOOR, eventId),
    postman: () => open(env.POSTMAN, 'postman'),
  };
}
