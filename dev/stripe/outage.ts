/** The kinds of an outage: responses are 500, connections break, or the work is done and its response is lost. */
export const OUTAGES = ['errors', 'refused', 'lost_answers'] as const;
export type Outage = (typeof OUTAGES)[number];
