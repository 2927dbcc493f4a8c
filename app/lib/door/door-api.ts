import type { DoorTicket, DoorTicketRequest, GuestList, ScanAnswer, ScanQueueAnswer } from '$contract/checkin.ts';
import type { ErrorCode } from '$contract/error.ts';
import type { z } from 'zod';
import type { UnconfirmedScan } from './unconfirmed-scans.ts';

/** `away`: no answer that can be relied on, so nobody knows whether it was done. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: ErrorCode } | { ok: false; code: 'away' };

const PATIENCE_MS = 4000;

/** The door over plain HTTP: for what has no socket, and when the socket is down. */
export function createDoorApi(eventId: string, deviceId: () => string | null) {
  const call = async <T>(path: string, body?: unknown): Promise<Answer<T>> => {
    const headers: Record<string, string> = {};
    const device = deviceId();
    if (device) headers['X-Device-Id'] = device;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const request: RequestInit = {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
    };
    if (body !== undefined) request.body = JSON.stringify(body);
    try {
      return await read<T>(await fetch(`/api/v1/checkin/${path}`, request));
    } catch {
      return { ok: false, code: 'away' };
    }
  };

  return {
    socketTicket: (wanted: z.infer<typeof DoorTicketRequest>) =>
      call<z.infer<typeof DoorTicket>>(`event/${eventId}/ticket`, wanted),
    mark: (scan: UnconfirmedScan) => call<z.infer<typeof ScanAnswer>>('mark', { eventId, ...scan }),
    markQueue: (scans: UnconfirmedScan[]) => call<z.infer<typeof ScanQueueAnswer>>('mark', { eventId, scans }),
    undo: (scanId: string, reason: string) => call<unknown>('undo', { eventId, scanId, reason }),
    search: (q: string) => call<z.infer<typeof GuestList>>(`event/${eventId}/search?q=${encodeURIComponent(q)}`),
  };
}
export type DoorApi = ReturnType<typeof createDoorApi>;

async function read<T>(response: Response): Promise<Answer<T>> {
  if (response.status >= 500) return { ok: false, code: 'away' };
  const body = (await response.json()) as { error?: { code: ErrorCode } };
  return body.error ? { ok: false, code: body.error.code } : { ok: true, value: body as T };
}
