// A process of its own that verifies one export, so that its memory is nobody else's: node verify-file.ts FILE VKEY
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { expectOk } from '@leadtime/lib/kit';
import { parseVerifierKey, verifyExport } from '@leadtime/lib/ledger';

const [file = '', vkey = ''] = process.argv.slice(2);
const start = performance.now();
const verdict = await verifyExport(createReadStream(file), { log: expectOk(parseVerifierKey(vkey)) });
if (!verdict.ok) throw new Error(JSON.stringify(verdict.problems[0]));
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ seconds, megabytes: peakMegabytes(), size: verdict.size }));

/** Linux counts a parent's memory into the child's maxRSS, so its own high-water mark is read where there is one. */
function peakMegabytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const own = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024;
}
