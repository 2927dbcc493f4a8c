import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

export interface WorkerShape {
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** Binding name and class of each room. */
  rooms: { binding: string; className: string }[];
}

const wranglerFile = z.object({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  durable_objects: z.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) }),
});

/** From wrangler.toml, so that a laptop runs what is deployed. To import wrangler for it would take over a second. */
export function readWorkerShape(configPath: string): WorkerShape {
  const config = wranglerFile.parse(parse(readFileSync(configPath, 'utf8')));
  return {
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    rooms: config.durable_objects.bindings.map((room) => ({ binding: room.name, className: room.class_name })),
  };
}

export interface Folders {
  /** Contains the bundle, assets.js, cache.js and the configuration. */
  bundle: string;
  assets: string;
  objects: string;
}

/** Cap'n Proto text for `workerd serve`. Values of text bindings stay out of it: they come from the environment. */
export function workerdConfig(shape: WorkerShape, folders: Folders, texts: string[]): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "assets", worker = .assets),
    (name = "cache", worker = .cache),
    (name = "files", disk = (path = ${quote(folders.assets)})),
    (name = "objects", disk = (path = ${quote(folders.objects)}, writable = true)),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", service = "main", http = ())],
);

const main :Workerd.Worker = (
  modules = [
${bundleModules(folders.bundle)}
  ],
  compatibilityDate = ${quote(shape.compatibilityDate)},
  compatibilityFlags = [${shape.compatibilityFlags.map(quote).join(', ')}],
  bindings = [
    (name = "ASSETS", service = "assets"),
${shape.rooms.map((room) => `    (name = ${quote(room.binding)}, durableObjectNamespace = ${quote(room.className)}),`).join('\n')}
${texts.map((name) => `    (name = ${quote(name)}, fromEnvironment = ${quote(environmentName(name))}),`).join('\n')}
  ],
  durableObjectNamespaces = [
${shape.rooms.map((room) => `    (className = ${quote(room.className)}, uniqueKey = ${quote(`everato-${room.className}`)}, enableSql = true),`).join('\n')}
  ],
  durableObjectStorage = (localDisk = "objects"),
  cacheApiOutbound = "cache",
);

const assets :Workerd.Worker = (
  modules = [(name = "assets.js", esModule = embed "assets.js")],
  compatibilityDate = ${quote(shape.compatibilityDate)},
  bindings = [(name = "DISK", service = "files")],
);

const cache :Workerd.Worker = (
  modules = [(name = "cache.js", esModule = embed "cache.js")],
  compatibilityDate = ${quote(shape.compatibilityDate)},
);
`;
}

/** Text bindings are passed in variables of this name, so that the caller's own environment leaks into none. */
export const environmentName = (binding: string) => `EVERATO_BINDING_${binding}`;

const moduleKinds: Record<string, string> = {
  '.js': 'esModule',
  '.mjs': 'esModule',
  '.wasm': 'wasm',
  '.txt': 'text',
  '.html': 'text',
  '.sql': 'text',
  '.bin': 'data',
  '.ttf': 'data',
};

// workerd starts at the first module. Wrangler writes the others beside it, under the names that index.js imports.
function bundleModules(folder: string): string {
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => moduleKinds[extname(file)] && !['assets.js', 'cache.js'].includes(file))
    .sort((a, b) => Number(b === 'index.js') - Number(a === 'index.js') || a.localeCompare(b));
  return files
    .map((file) => `    (name = ${quote(file)}, ${moduleKinds[extname(file)]} = embed ${quote(file)}),`)
    .join('\n');
}

const quote = (text: string) => JSON.stringify(text);
