import type { Ended } from './simulate.ts';

/** Every violation at the end of a simulated evening, in words; empty where all is well. */
export function wrongs(ended: Ended): string[] {
  return [...unrecorded(ended), ...doubles(ended), ...unreported(ended), ...miscounted(ended)];
}

const rowsOf = ({ postgres }: Ended) => [...postgres.entries.values()];

/** Every verdict that a volunteer saw is stored, once. */
function unrecorded({ devices, postgres }: Ended): string[] {
  return devices.flatMap(({ scanner, diary }) =>
    diary.flatMap(({ scan, shown, isDelivered }) => {
      const name = `${scanner.deviceName} ${scan.scanId.slice(-4)} shown ${shown}`;
      if (!isDelivered) return [`${name}: never delivered`];
      const written = postgres.scans.get(`${scanner.deviceId} ${scan.scanId}`);
      if (!written) return [`${name}: not in Postgres`];
      const entries = [...postgres.entries.values()].filter(
        (entry) => entry.entryScanId === scan.scanId && entry.undoneAt === null,
      );
      if (shown === 'admitted' && entries.length !== 1) return [`${name}: ${entries.length} entries`];
      if (shown !== 'admitted' && entries.length !== 0) return [`${name}: entered all the same`];
      const isAsShown = written.result === shown || written.undoneAt !== null;
      return isAsShown ? [] : [`${name}: written as ${written.result}`];
    }),
  );
}

/** Apart from entries marked as a conflict, no ticket is inside twice. */
function doubles(ended: Ended): string[] {
  const standing = rowsOf(ended).filter((row) => row.undoneAt === null && !row.isConflict);
  return standing.flatMap((row) =>
    standing
      .filter((other) => other.ticketId === row.ticketId && other.id > row.id)
      .filter((other) => !ended.reEntry || overlap(row, other))
      .map((other) => `${row.id.slice(-4)} and ${other.id.slice(-4)}: one ticket in twice, and no conflict`),
  );
}

type Stay = { enteredAt: number; exitedAt: number | null };
const overlap = (a: Stay, b: Stay) => a.enteredAt < (b.exitedAt ?? Infinity) && b.enteredAt < (a.exitedAt ?? Infinity);

/** Every conflict among the entries was reported to people. */
function unreported(ended: Ended): string[] {
  return rowsOf(ended)
    .filter((row) => row.isConflict && row.undoneAt === null)
    .filter((row) => !ended.postgres.conflicts.has(`${row.entryDeviceId} ${row.entryScanId}`))
    .map((row) => `${row.id.slice(-4)}: a conflict that nobody was told of`);
}

/** The door's count equals the number of tickets inside. */
function miscounted(ended: Ended): string[] {
  const counts = ended.room.counts();
  const standing = rowsOf(ended).filter((row) => row.undoneAt === null);
  const inside = new Set(standing.filter((row) => row.exitedAt === null).map((row) => row.ticketId)).size;
  const entered = new Set(standing.map((row) => row.ticketId)).size;
  if (!counts) return ['the room knows nothing'];
  const are = `${inside} inside, ${entered} entered`;
  const said = `${counts.inside} inside, ${counts.entered} entered`;
  return are === said ? [] : [`there are ${are}; the door says ${said}`];
}
