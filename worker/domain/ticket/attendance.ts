/**
 * Which of some tickets have come in, as their door's ledger says. The copy in Postgres is later: a change that depends on
 * it is refused where either says so.
 */
export interface Attendance {
  /** Has an entry, ended or not. */
  wasIn: string[];
  /** Has an entry that has not ended. */
  isIn: string[];
}

interface InPostgres {
  id: string;
  wasIn: boolean;
  isIn: boolean;
}

export const hasComeIn = ({ id, wasIn }: InPostgres, atDoor: Attendance | undefined): boolean =>
  wasIn || (atDoor?.wasIn.includes(id) ?? false);

export const isInside = ({ id, isIn }: InPostgres, atDoor: Attendance | undefined): boolean =>
  isIn || (atDoor?.isIn.includes(id) ?? false);
