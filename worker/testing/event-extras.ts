import type pg from 'pg';
import { v7 } from 'uuid';
import type { CouponKind } from '#domain/booking/coupon.ts';
import type { QuestionKind } from '#domain/event/question.ts';

export interface CouponOptions {
  code: string;
  kind: CouponKind;
  value: number;
  maxUses?: number;
  usesPerPerson?: number;
  minimumMinor?: number;
  /** By their numbers; none: all. */
  types?: number[];
}

export interface QuestionOptions {
  per: 'booking' | 'ticket';
  kind?: QuestionKind;
  label?: string;
  required?: boolean;
  types?: number[];
}

type Of = { eventId: string; typeIds: string[] };

export async function insertQuotas(client: pg.Client, eventId: string, sizes: number[]): Promise<string[]> {
  const ids = sizes.map(() => v7());
  for (const [at, size] of sizes.entries())
    await client.query(`insert into quotas (id, event_id, name, size) values ($1, $2, $3, $4)`, [
      ...[ids[at], eventId, `Quota ${at}`, size],
    ]);
  return ids;
}

export async function insertCoupons(client: pg.Client, of: Of, coupons: CouponOptions[]): Promise<string[]> {
  const ids = coupons.map(() => v7());
  for (const [at, coupon] of coupons.entries()) {
    const { code, kind, value, maxUses = null, usesPerPerson = null, minimumMinor = 0 } = coupon;
    await client.query(
      `insert into coupons (id, event_id, code, kind, value, max_uses, uses_per_person, minimum_minor)
        values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [ids[at], of.eventId, code, kind, value, maxUses, usesPerPerson, minimumMinor],
    );
    await link(client, { what: 'coupon', id: ids[at]!, typeIds: of.typeIds, types: coupon.types });
  }
  return ids;
}

export async function insertQuestions(client: pg.Client, of: Of, questions: QuestionOptions[]): Promise<string[]> {
  const ids = questions.map(() => v7());
  for (const [at, question] of questions.entries()) {
    const { per, kind = 'text', label = `Question ${at}`, required = true } = question;
    await client.query(
      `insert into questions (id, event_id, per, kind, label, required, position) values ($1, $2, $3, $4, $5, $6, $7)`,
      [ids[at], of.eventId, per, kind, label, required, at],
    );
    await link(client, { what: 'question', id: ids[at]!, typeIds: of.typeIds, types: question.types });
  }
  return ids;
}

interface Links {
  what: 'coupon' | 'question';
  id: string;
  typeIds: string[];
  types: number[] | undefined;
}

async function link(client: pg.Client, { what, id, typeIds, types = [] }: Links) {
  for (const at of types)
    await client.query(`insert into ${what}_ticket_types (${what}_id, ticket_type_id) values ($1, $2)`, [
      ...[id, typeIds[at]],
    ]);
}
