import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { binariesVersion } from './postgres-binaries.ts';

export interface Owner {
  uid: number;
  gid: number;
}

export interface Place {
  binaries: string;
  dataDir: string;
  owner: Owner | undefined;
}

/**
 * The location of the server's files, and the account that runs it. PostgreSQL refuses to run as root, so root lends it
 * another account. Where that account can't enter the requested folders (/root is 700), binaries and data are stored
 * under /var/tmp, in a folder named after the requested one, so that the next start finds the same data.
 */
export function choosePlace(wanted: { binaries: string; dataDir: string }): Place {
  const dataDir = resolve(wanted.dataDir);
  if (process.getuid?.() !== 0) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return { binaries: wanted.binaries, dataDir, owner: undefined };
  }
  const owner = otherThanRoot();
  mkdirSync(dirname(dataDir), { recursive: true });
  if (canEnter(wanted.binaries, owner) && canEnter(dirname(dataDir), owner)) {
    return { binaries: wanted.binaries, dataDir: ownedFolder(dataDir, owner), owner };
  }
  const base = folderOfRoot(`/var/tmp/everato-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
  return { binaries: copyBinaries(wanted.binaries), dataDir: ownedFolder(join(base, 'data'), owner), owner };
}

/** The account `postgres`, or the unprivileged one, or any that isn't root: initdb wants one that is in /etc/passwd. */
function otherThanRoot(): Owner {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3 && Number(fields[2]) > 0);
  const chosen = ['postgres', 'nobody'].map((name) => accounts.find((fields) => fields[0] === name)).find(Boolean);
  const account = chosen ?? accounts[0];
  if (!account) throw new Error('PostgreSQL does not run as root, and this system has no other account to run it as.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function canEnter(path: string, owner: Owner): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) return true;
  }
}

// Everyone can write to /var/tmp: a folder of that name with another owner isn't trusted.
function folderOfRoot(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const { uid } = lstatSync(path);
  if (uid !== 0 || !lstatSync(path).isDirectory()) throw new Error(`${path} belongs to another account: remove it.`);
  return path;
}

function ownedFolder(path: string, owner: Owner): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== owner.uid) chownSync(path, owner.uid, owner.gid);
  return path;
}

function copyBinaries(from: string): string {
  const to = join(folderOfRoot('/var/tmp/everato-server'), binariesVersion(from));
  if (existsSync(to)) return to;
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
  return to;
}
