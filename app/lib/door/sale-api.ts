import type { z } from 'zod';
import type {
  DoorOffer,
  DoorPaymentMethod,
  DoorShift,
  PaidAtDoor,
  SellAtDoor,
  SoldAtDoor,
} from '#contract/door/sale.ts';
import type { DoorApi } from './api.ts';

/** Payments at the door. Each call may be repeated until its answer arrives: nothing is taken or sold twice. */
export const createDoorSaleApi = (eventId: string, { call }: DoorApi) => ({
  pay: (scanId: string, method: DoorPaymentMethod) => call<PaidAtDoor>('pay', { eventId, scanId, method }),
  offer: () => call<DoorOffer>(`event/${eventId}/offer`),
  sell: (sale: z.input<typeof SellAtDoor>, key: string) =>
    call<SoldAtDoor>(`event/${eventId}/sell`, sale, { 'Idempotency-Key': key }),
  shift: () => call<DoorShift>(`event/${eventId}/shift`),
  endShift: (key: string) => call<DoorShift>(`event/${eventId}/shift/end`, {}, { 'Idempotency-Key': key }),
});
export type DoorSaleApi = ReturnType<typeof createDoorSaleApi>;
