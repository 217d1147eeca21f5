// npm run screenshots: pictures of every room, to look at before work ends.
import { buildWeb } from './build-web.mjs';
import { setUpAndRun } from './run.mjs';

setUpAndRun('tools/screenshots-run.ts', buildWeb);
