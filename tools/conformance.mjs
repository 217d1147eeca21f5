// npm run conformance -- SUITE… [--json]
import { setUpAndRun } from './run.mjs';

setUpAndRun('tools/conformance-run.ts');
