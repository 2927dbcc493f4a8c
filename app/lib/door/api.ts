import type {
  DoorTicket,
  DoorTicketRequest,
  GuestList,
  Party,
  ScanAnswer,
  ScanQueueAnswer,
} from '#contract/door/checkin.ts';
import type { ErrorCode } from '#contract/error.ts';
import type { z } from 'zod';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { pairedDevices } from './paired-device.ts';
import type { WireScan } from './queued-scan.ts';

/** `away`: no reliable response, so the outcome is unknown. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: ErrorCode } | { ok: false; code: 'away' };

const PATIENCE_MS = 4000;
/** A whole pack may be a few megabytes, over a venue's network. */
const PACK_PATIENCE_MS = 60_000;

const ownToken = (eventId: string) => pairedDevices().find(eventOfDoor(eventId))?.token ?? null;

/**
 * Calls the door over plain HTTP: for requests without a socket message, and while the socket is down. A paired device
 * authenticates itself.
 */
export function createDoorApi(
  eventId: string,
  deviceId: () => string | null,
  token: (eventId: string) => string | null = ownToken,
) {
  const own = (): Record<string, string> => {
    const device = deviceId();
    const bearer = token(eventId);
    return { ...(device && { 'X-Device-Id': device }), ...(bearer && { Authorization: `Bearer ${bearer}` }) };
  };
  const call = async <T>(path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer<T>> => {
    const headers = { ...more, ...own() };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const request: RequestInit = {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
    };
    if (body !== undefined) request.body = JSON.stringify(body);
    try {
      const response = await fetch(`/api/v1/checkin/${path}`, request);
      if (response.status >= 500) return { ok: false, code: 'away' };
      const answer = (await response.json()) as { error?: { code: ErrorCode } };
      return answer.error ? { ok: false, code: answer.error.code } : { ok: true, value: answer as T };
    } catch {
      return { ok: false, code: 'away' };
    }
  };

  return {
    call,
    socketTicket: (wanted: z.infer<typeof DoorTicketRequest>) =>
      call<z.infer<typeof DoorTicket>>(`event/${eventId}/ticket`, wanted),
    mark: (scan: WireScan) => call<z.infer<typeof ScanAnswer>>('mark', { eventId, ...scan }),
    markQueue: (scans: WireScan[]) => call<z.infer<typeof ScanQueueAnswer>>('mark', { eventId, scans }),
    undo: (scanId: string, reason: string) => call<unknown>('undo', { eventId, scanId, reason }),
    /** Gzipped; null where the response can't be a pack. */
    async pack(since: string | null): Promise<Uint8Array | null> {
      const query = since === null ? '' : `?since=${encodeURIComponent(since)}`;
      const signal = AbortSignal.timeout(PACK_PATIENCE_MS);
      try {
        const answer = await fetch(`/api/v1/checkin/event/${eventId}/pack${query}`, { headers: own(), signal });
        return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    override: (scanId: string, reason: string) =>
      call<z.infer<typeof ScanAnswer>>('override', { eventId, scanId, reason }),
    party: (ticketId: string) => call<Party>(`event/${eventId}/party?ticketId=${ticketId}`),
    search: (q: string) => call<z.infer<typeof GuestList>>(`event/${eventId}/search?q=${encodeURIComponent(q)}`),
  };
}
export type DoorApi = ReturnType<typeof createDoorApi>;
