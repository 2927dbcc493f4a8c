import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { mayForSome, notAllowed } from '#domain/account/caller.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { imageKind } from './image-kind.ts';
import { createPublicMemory } from '../request/public-memory.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Images';
const ImageView = z.object({ id: Id, url: z.string(), width: z.int(), height: z.int() }).meta({ id: 'Image' });
const MAX_SIDE = 10_000;

type Found = { contentType: string; bytes: Uint8Array } | null;
const remembered = createPublicMemory<Found>(24);

export const images = new Hono<AppEnv>()
  .post(
    '/',
    describe(TAG, 'Upload PNG, JPEG, WebP or AVIF (5 MB): the bytes are the body', ImageView, 201),
    idempotent,
    async (c) => {
      const caller = await c.var.caller();
      if (caller.kind !== 'user' || !(mayForSome(caller, 'EDIT_EVENT') || mayForSome(caller, 'CREATE_EVENT')))
        return refuse(c, notAllowed(caller));
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const kind = imageKind(bytes);
      if (!kind || kind.width > MAX_SIDE || kind.height > MAX_SIDE)
        return refuse(c, { code: 'unsupported_media_type' });
      const id = c.env.ids.uuid();
      await c.env.images.save({ id, ...kind, bytes, uploadedBy: caller.user.id });
      return c.json({ id, url: `/api/v1/images/${id}`, width: kind.width, height: kind.height }, 201);
    },
  )
  .get('/:id', params(z.object({ id: Id })), async (c) => {
    const { id } = c.req.valid('param');
    const headers = {
      'Cache-Control': 'public, max-age=31536000, immutable',
      ETag: `"${id}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    };
    if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers);
    const found = await remembered.get(id, () => read(c.env, id));
    if (!found) return refuse(c, { code: 'not_found' });
    return c.body(found.bytes as Uint8Array<ArrayBuffer>, 200, { ...headers, 'Content-Type': found.contentType });
  });

async function read({ images: store }: AppEnv['Bindings'], id: string): Promise<Found> {
  const found = await store.find(id);
  if (!found) return null;
  const bytes =
    found.body instanceof Uint8Array ? found.body : new Uint8Array(await new Response(found.body).arrayBuffer());
  return { contentType: found.contentType, bytes };
}
