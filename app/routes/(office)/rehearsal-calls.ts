import { api, ask } from '$lib/api.ts';

const at = (id: string) => ({ param: { id } });

export const rehearsals = {
  find: (eventId: string, fetch?: typeof globalThis.fetch) =>
    ask(api({ fetch }).events[':id'].rehearsal.$get(at(eventId))),
  begin: (eventId: string) => ask(api().events[':id'].rehearsal.$post({ ...at(eventId), json: {} })),
  end: (eventId: string) => ask(api().events[':id'].rehearsal.$delete(at(eventId))),
};
