import { javascriptReader } from './decode-javascript.ts';
import { serveFrames } from './decode-serve.ts';

serveFrames(async () => javascriptReader());
