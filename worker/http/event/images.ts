import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { uploadImage } from '../../usecases/event/upload-image.ts';
import { createPublicMemory } from '../../usecases/public-memory.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params } from '../request/body.ts';
import { describeCreated } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Images';
const ImageView = z.object({ id: Id, url: z.string(), width: z.int(), height: z.int() }).meta({ id: 'Image' });

type Found = { contentType: string; bytes: Uint8Array } | null;
const remembered = createPublicMemory<Found>(24);

export const images = new Hono<AppEnv>()
  .post(
    '/',
    describeCreated(TAG, 'Upload a PNG, JPEG, WebP or AVIF of up to 5 MB as the body', ImageView),
    idempotent,
    async (c) => {
      const uploaded = await uploadImage(c.env, await c.var.caller(), () => c.req.arrayBuffer());
      if (!uploaded.ok) return refuse(c, uploaded);
      const { id, width, height } = uploaded.image;
      return c.json({ id, url: `/api/v1/images/${id}`, width, height }, 201);
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
