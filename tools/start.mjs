// npm start: sets up, builds the web when it is older than its sources, and becomes the server.
import { buildWeb } from './build-web.mjs';
import { setUpAndRun } from './run.mjs';

setUpAndRun('server/src/main/up.ts', buildWeb);
