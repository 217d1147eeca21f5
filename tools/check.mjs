// npm run check: types, lint, layers, dead code, awaited promises, schema and query dumps.
import { setUpAndRun } from './run.mjs';

setUpAndRun('tools/check-run.ts');
