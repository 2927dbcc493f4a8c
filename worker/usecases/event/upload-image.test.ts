import { expect, test } from 'vitest';
import { effectivePermissions } from '#domain/account/permission.ts';
import type { Caller } from '#domain/account/caller.ts';
import { uploadImage } from './upload-image.ts';

const user = {
  id: 'u',
  name: 'Sam',
  email: 'sam@example.com',
  emailVerified: true,
  role: 'admin',
  eventIds: null,
} as const;
const admin: Caller = { kind: 'user', user: { ...user, permissions: effectivePermissions('admin') } };
const saved: string[] = [];
const deps = {
  ids: { uuid: () => 'i' },
  images: { save: (image: { id: string }) => Promise.resolve(void saved.push(image.id)) },
} as unknown as Parameters<typeof uploadImage>[0];
const upload = async (bytes: Uint8Array<ArrayBuffer>) => {
  const answer = await uploadImage(deps, admin, () => Promise.resolve(bytes.buffer));
  return answer.ok ? answer.image.contentType : answer.code;
};
const box = (brand: string) => Uint8Array.from(Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}mif1`, 'latin1'));
function png(width: number, height: number) {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

test('an iPhone’s HEIC, a picture that is too wide, and a file that is no picture are each refused by their cause', async () => {
  for (const brand of ['heic', 'heix', 'mif1', 'hevc'])
    expect([brand, await upload(box(brand))]).toEqual([brand, 'image_heic']);
  expect(await upload(png(10_001, 5))).toBe('image_too_wide');
  expect(await upload(new Uint8Array(100))).toBe('image_unreadable');
  expect(await upload(png(0, 5))).toBe('image_unreadable');
  expect(saved).toEqual([]);
});
