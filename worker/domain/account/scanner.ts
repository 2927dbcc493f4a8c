/** The device or account that scans, as the API has proved it. */
export interface Scanner {
  deviceId: string;
  deviceName: string;
  userId: string | null;
  gateId: string | null;
  /** Paired for this gate, so it can't scan at another. */
  gateIsFixed: boolean;
  mayScan: boolean;
  mayUndoAny: boolean;
  maySell: boolean;
  /** May override verdicts and close conflicts. */
  maySupervise: boolean;
}
