/** The device or account that scans, as the API has proved it. */
export interface Scanner {
  deviceId: string;
  deviceName: string;
  userId: string | null;
  gateId: string | null;
  /** Paired for this gate: it scans at no other. */
  gateIsFixed: boolean;
  mayScan: boolean;
  mayUndoAny: boolean;
  maySell: boolean;
  /** May override and close conflicts. */
  maySupervise: boolean;
}
