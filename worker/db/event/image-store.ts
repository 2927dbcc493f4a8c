import { eq } from 'drizzle-orm';
import type { ImageStore } from '../../deps.ts';
import type { Db } from '../client.ts';
import { images } from '../schema.ts';

/** Bytes are stored in R2 where it is bound, else in Postgres; the row exists either way. */
export function createImageStore(open: () => Db, bucket: R2Bucket | undefined): ImageStore {
  return {
    async save({ bytes, ...image }) {
      if (bucket) await bucket.put(image.id, bytes, { httpMetadata: { contentType: image.contentType } });
      await open()
        .insert(images)
        .values({ ...image, bytes: bucket ? null : bytes, byteLength: bytes.byteLength });
    },
    async find(id) {
      const stored = await bucket?.get(id);
      if (stored)
        return { contentType: stored.httpMetadata?.contentType ?? 'application/octet-stream', body: stored.body };
      const [row] = await open()
        .select({ contentType: images.contentType, bytes: images.bytes })
        .from(images)
        .where(eq(images.id, id));
      return row?.bytes ? { contentType: row.contentType, body: row.bytes } : null;
    },
  };
}
