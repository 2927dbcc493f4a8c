import { expect, test } from 'vitest';
import { createPairedDevices, type Paired } from './paired-device.ts';

function createShelf() {
  const kept = new Map<string, string>([['somebody else’s', 'text']]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}
const paired = (eventId: string, code: string): Paired => ({
  eventId,
  event: {
    id: eventId,
    title: 'Night',
    timeZone: 'Europe/Berlin',
    startsAt: '2026-01-01T20:00:00.000Z',
    endsAt: '2026-01-01T23:00:00.000Z',
  },
  deviceId: `device of ${eventId}`,
  name: 'Ada',
  gateId: null,
  maySupervise: false,
  code,
  token: `token of ${eventId}`,
});

test('a phone serves several doors, and knows which code paired it with each', () => {
  const devices = createPairedDevices(createShelf());
  const one = paired('one', 'AAAAA-AAAAA');
  const two = paired('two', 'BBBBB-BBBBB');
  devices.keep(one);
  devices.keep(two);
  expect(devices.all()).toEqual([one, two]);
  expect(devices.find('two')).toEqual(two);
  expect(devices.findByCode('AAAAA-AAAAA')).toEqual(one);
  devices.update('two', { name: 'Grace', gateId: 'side' });
  devices.update('three', { name: 'Nobody', gateId: null });
  expect(devices.all()).toEqual([one, { ...two, name: 'Grace', gateId: 'side' }]);
  devices.update('two', { name: 'Ada', gateId: null });
  devices.forget('one');
  expect([devices.find('one'), devices.findByCode('AAAAA-AAAAA'), devices.all()]).toEqual([null, null, [two]]);
});

test('the scans that a removed device still has are kept until it is paired again or someone has read them', () => {
  const devices = createPairedDevices(createShelf());
  const unsent = [{ scanId: 's', code: 'c', direction: 'entry' as const, scannedAt: '2026-01-01T20:01:00.000Z' }];
  const removed = { eventId: 'one', eventTitle: 'Night', unsent };
  devices.keepRemoved(removed);
  expect([devices.findRemoved('one'), devices.allRemoved(), devices.all()]).toEqual([removed, [removed], []]);
  devices.keep(paired('one', 'AAAAA-AAAAA'));
  expect(devices.findRemoved('one')).toBeNull();
  devices.keepRemoved(removed);
  devices.forgetRemoved('one');
  expect(devices.allRemoved()).toEqual([]);
});
