import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failCommand } from '../dev/command.ts';

/** `npm run bench NAME`: its last line is the result. */
const NAMES = ['rush', 'sale', 'door', 'scan', 'pack', 'page'];
const [name = ''] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.ts`);
if (!NAMES.includes(name) || !existsSync(file)) failCommand(new Error(`Say which benchmark: ${NAMES.join(', ')}.`));
else await import(file);
