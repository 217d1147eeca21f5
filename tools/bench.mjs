// npm run bench -- NAME [--json]
import { setUpAndRun } from './run.mjs';

setUpAndRun('tools/bench-run.ts');
