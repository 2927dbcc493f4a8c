import type { Deps } from '../../deps.ts';
import { mayForSome, notAllowed, type Caller } from '#domain/account/caller.ts';
import { imageKind, isHeic, type ImageKind } from '#domain/event/image-kind.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

const MAX_SIDE = 10_000;

/** Keeps a picture for events. `read` gives its bytes, and is called only for staff who edit events. */
export async function uploadImage(
  { images, ids }: Pick<Deps, 'images' | 'ids'>,
  caller: Caller,
  read: () => Promise<ArrayBuffer>,
): Promise<Outcome<{ image: ImageKind & { id: string } }>> {
  const isEditor = mayForSome(caller, 'EDIT_EVENT') || mayForSome(caller, 'CREATE_EVENT');
  if (caller.kind !== 'user' || !isEditor) return notAllowed(caller);
  const bytes = new Uint8Array(await read());
  const kind = imageKind(bytes);
  if (!kind) return refusal(isHeic(bytes) ? 'image_heic' : 'image_unreadable');
  if (kind.width > MAX_SIDE || kind.height > MAX_SIDE) return refusal('image_too_wide', { most: MAX_SIDE });
  const image = { id: ids.uuid(), ...kind };
  await images.save({ ...image, bytes, uploadedBy: caller.user.id });
  return { ok: true, image };
}
