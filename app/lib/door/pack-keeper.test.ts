import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sealedDoor } from '../../../worker/testing/sealed-pack.ts';
import { memoryDoorStore } from './store.ts';
import { PackKeeper } from './pack-keeper.ts';

/** A fake room that answers with one pack after the other and records the requests. */
function room(answers: (Uint8Array | null)[]) {
  const asked: (string | null)[] = [];
  const fetchPack = async (since: string | null) => {
    asked.push(since);
    return answers.shift() ?? null;
  };
  return { asked, fetchPack };
}

function setUp(answers: (Uint8Array | null)[], store = memoryDoorStore()) {
  const { asked, fetchPack } = room(answers);
  const covered: number[] = [];
  const options = { store, fetchPack, onTime() {}, onPicture() {}, onCovered: (at: number) => void covered.push(at) };
  return { keeper: new PackKeeper(options), asked, covered, store };
}

const door = sealedDoor();
const ada = door.ticket();
const grace = door.ticket({ name: 'Grace Hopper' });
const fullPack = () => gzipSync(door.pack([ada], [], { cursor: '1.1.1' }).bytes);
const delta = (n: number) => gzipSync(door.pack([grace], [], { cursor: `1.2.${n}`, isWhole: false }).bytes);

test('the full pack comes first, right after it the later changes, and both are there after a reload', async () => {
  const { keeper, asked, covered, store } = setUp([fullPack(), delta(1)]);
  await keeper.open();
  expect(keeper.picture).toBeNull();
  await keeper.refresh();
  expect([asked, covered.length]).toEqual([[null, '1.1.1'], 1]);
  const later = setUp([], store).keeper;
  await later.open();
  for (const one of [keeper, later]) {
    expect(one.picture?.cursor).toBe('1.2.1');
    expect([ada, grace].map(({ id }) => one.picture?.find(id)?.id)).toEqual([ada.id, grace.id]);
  }
});

test('a hotel’s login page, half a pack, or no answer changes nothing', async () => {
  const hotel = new TextEncoder().encode('<!doctype html><title>Hotel</title>');
  const { keeper, store } = setUp([hotel, gzipSync(hotel), fullPack().subarray(0, 60), null]);
  for (let time = 0; time < 4; time++) await keeper.refresh();
  expect([keeper.picture, await store.packs()]).toEqual([null, []]);
});

test('many changes are merged into one with the same effect', async () => {
  const { keeper, store } = setUp([fullPack(), ...Array.from({ length: 60 }, (_, index) => delta(index))]);
  for (let time = 0; time < 60; time++) await keeper.refresh();
  expect((await store.packs()).length).toBeLessThan(25);
  const later = setUp([], store).keeper;
  await later.open();
  expect(later.picture?.cursor).toBe('1.2.59');
  expect(later.picture?.find(grace.id)?.sealedName).toEqual(grace.sealedName);
});

test('a full disk doesn’t stop the device from deciding', async () => {
  const diskFull = () => Promise.reject(new Error('QuotaExceededError'));
  const store = { ...memoryDoorStore(), keepPacks: diskFull, addPack: diskFull };
  const { keeper } = setUp([fullPack(), delta(1)], store);
  await keeper.refresh();
  expect(keeper.picture?.cursor).toBe('1.2.1');
});
