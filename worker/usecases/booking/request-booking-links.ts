import type { Core, PostDeps } from '../../deps.ts';

type RequestDeps = Pick<Core, 'ids' | 'rooms'> & Pick<PostDeps, 'post'>;

/** Does the same, and takes as long, whether the address is known or not. */
export async function requestBookingLinks(deps: RequestDeps, email: string, locale: string): Promise<void> {
  await deps.post.queueBookingLinks({ id: deps.ids.uuid(), email, locale });
  void deps.rooms.postman().kick();
}
