import type { Context } from 'hono';
import { Id } from '#contract/field.ts';

/** The device id that a door ticket came with; without it a person is one device per event. */
export const deviceIdOf = (c: Context) => Id.safeParse(c.req.header('x-device-id')).data;
