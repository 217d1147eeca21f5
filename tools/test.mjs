// npm test [-- vitest arguments]: sets up and runs everything; test-run.ts does the rest on Node 24.
import { setUpAndRun } from './run.mjs';

setUpAndRun('tools/test-run.ts');
