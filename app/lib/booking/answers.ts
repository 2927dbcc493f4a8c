import type { Question } from '#contract/event/question.ts';
import { asks } from '#domain/event/question.ts';
import type { Refused } from '../ask.ts';

/** One ticket of an order or booking, numbered in the order of its lines. */
export interface Place {
  ticketTypeId: string;
  typeName: string;
}
/** The replies, by `replyKey`; a ticked box is `true`. */
export type Replies = Record<string, string>;
/** Why a reply can't be accepted. */
export type FieldFault = 'name' | 'missing' | 'tick' | 'invalid';
export interface Asked {
  questions: readonly Question[];
  places: readonly Place[];
  /** The event wants a name for each ticket. */
  names: boolean;
}

/** One entry per ticket. */
export const placesOf = (lines: readonly { ticketTypeId: string; name: string; tickets: number }[]): Place[] =>
  lines.flatMap(({ ticketTypeId, name, tickets }) =>
    Array.from({ length: tickets }, () => ({ ticketTypeId, typeName: name })),
  );

/** `place` is null for a question asked once per booking. */
export const replyKey = (questionId: string, place: number | null) => `${questionId}:${place ?? ''}`;

export const ofBooking = (questions: readonly Question[]) => questions.filter(({ per }) => per === 'booking');
export const ofTicket = (questions: readonly Question[], { ticketTypeId }: Place) =>
  questions.filter((question) => question.per === 'ticket' && asks(question, ticketTypeId));

function eachAsked({ questions, places }: Asked): { question: Question; place: number | null }[] {
  const once = ofBooking(questions).map((question) => ({ question, place: null }));
  return [
    ...once,
    ...places.flatMap((each, place) => ofTicket(questions, each).map((question) => ({ question, place }))),
  ];
}

/** The replies to questions that are asked, in the API's shape. */
export function toAnswers(asked: Asked, replies: Replies) {
  return eachAsked(asked).flatMap(({ question: { id: questionId }, place }) => {
    const value = (replies[replyKey(questionId, place)] ?? '').trim();
    return value === '' ? [] : [{ questionId, place, value }];
  });
}

/** Replies in the shape that a form holds. */
export const toReplies = (answers: readonly { questionId: string; place: number | null; value: string }[]): Replies =>
  Object.fromEntries(answers.map(({ questionId, place, value }) => [replyKey(questionId, place), value]));

/** Whether any question applies to this order. */
export const isAskedOf = (asked: Asked): boolean => eachAsked(asked).length > 0;

/** Missing replies by field name: `attendees.0.name`, or the reply's key. */
export function missing(
  asked: Asked,
  given: { attendees: readonly string[]; replies: Replies },
): Record<string, FieldFault> {
  const found: Record<string, FieldFault> = {};
  if (asked.names)
    asked.places.forEach((_, index) => {
      if (!given.attendees[index]?.trim()) found[`attendees.${index}.name`] = 'name';
    });
  for (const { question, place } of eachAsked(asked)) {
    const key = replyKey(question.id, place);
    if (question.required && !given.replies[key]?.trim())
      found[key] = question.kind === 'checkbox' ? 'tick' : 'missing';
  }
  return found;
}

/** Errors that the API found in replies, by the reply's key. */
export function answerErrors({ code, details }: Refused): Record<string, FieldFault> {
  if (code !== 'answers_invalid') return {};
  type Fault = { questionId: string; place: number | null; reason: 'missing' | 'invalid' | 'unknown' };
  const faults = (details as { answers?: Fault[] } | undefined)?.answers ?? [];
  return Object.fromEntries(
    faults
      .filter(({ reason }) => reason !== 'unknown')
      .map(({ questionId, place, reason }) => [
        replyKey(questionId, place),
        reason === 'missing' ? 'missing' : 'invalid',
      ]),
  );
}
