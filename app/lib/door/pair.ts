import { api, ask, type Refused } from '$lib/api.ts';
import { deviceIdentity } from './device-identity.ts';
import { type Paired, pairedDevices } from './paired-device.ts';

/** Makes this browser a device of the code's door. */
export async function pair(code: string, name: string): Promise<{ ok: true; paired: Paired } | Refused> {
  const answer = await ask(api().devices.pair.$post({ json: { pairingCode: code, name } }));
  if (!answer.ok) return answer;
  const { device, event, token } = answer.data;
  const devices = pairedDevices();
  const before = devices.find(event.id);
  const { gateId, maySupervise } = device;
  const paired = { eventId: event.id, event, deviceId: device.id, name, gateId, maySupervise, code, token };
  devices.keep(paired);
  deviceIdentity(event.id).set(device.id);
  localStorage.removeItem(`everato:gate:${event.id}`);
  // Another link of the same event, for another gate: one phone is one device.
  if (before) void signOff(before);
  return { ok: true, paired };
}

/** The device leaves its door by itself. One that was already removed is gone as well. */
export async function signOff({ deviceId, token }: Paired): Promise<Refused | null> {
  const answer = await ask(api({ token }).devices[':deviceId'].$delete({ param: { deviceId } }));
  return answer.ok || answer.status === 401 || answer.status === 404 ? null : answer;
}
