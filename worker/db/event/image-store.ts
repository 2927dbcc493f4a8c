import { eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { images } from '../schema.ts';

export interface ImageFound {
  contentType: string;
  body: Uint8Array | ReadableStream;
}

/** An R2 bucket as far as images need one: the site’s type check reads this file without the runtime’s types. */
export interface ImageBucket {
  put(key: string, bytes: Uint8Array, options: { httpMetadata: { contentType: string } }): Promise<unknown>;
  get(key: string): Promise<{ body: ReadableStream; httpMetadata?: { contentType?: string } } | null>;
}

/** Bytes are stored in R2 where it is bound, else in Postgres; the row exists either way. */
export function createImageStore(open: () => Db, bucket: ImageBucket | undefined) {
  return {
    async save({
      bytes,
      ...image
    }: {
      id: string;
      contentType: string;
      width: number;
      height: number;
      bytes: Uint8Array;
      uploadedBy: string;
    }): Promise<void> {
      if (bucket) await bucket.put(image.id, bytes, { httpMetadata: { contentType: image.contentType } });
      await open()
        .insert(images)
        .values({ ...image, bytes: bucket ? null : bytes, byteLength: bytes.byteLength });
    },
    async find(id: string): Promise<ImageFound | null> {
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

export type ImageStore = ReturnType<typeof createImageStore>;
