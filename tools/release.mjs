// npm run release: bundles the command line and the server into dist/leadtime, ready for npm pack.
import { setUpAndRun } from './run.mjs';

setUpAndRun('tools/release-run.ts');
