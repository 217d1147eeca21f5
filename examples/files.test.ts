// The files that a newcomer sends are read without a problem, and the template is the one that the reader hands out.
import { readFileSync } from 'node:fs';
import { type ReadEvent, readOsv, readSarif, readSheet, SHEET_TEMPLATE } from '@leadtime/lib/advisory';
import { readReport } from '@leadtime/lib/advisory/report';
import { expectOk } from '@leadtime/lib/kit';
import { expect, it } from 'vitest';

const bytes = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url));
const opened = (name: string) =>
  async function* () {
    yield bytes(name);
  };
async function titles(events: AsyncIterable<ReadEvent>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const event of events) {
    if (event.kind === 'problem') found.push(`PROBLEM ${event.problem.path} ${event.problem.detail}`);
    if (event.kind === 'finding') found.push(event.finding.title);
  }
  return found;
}

it('reads the SARIF of an imaginary linter', async () => {
  expect(await titles(readSarif(opened('reports/imaginary-linter.sarif')))).toEqual([
    'A path from outside is used as it came: The name of an upload reaches writeFile in saveUpload',
    'A path from outside is used as it came: The name of a template reaches readFile in loadTemplate',
    'A secret is written to the log: The API key is logged when signing in fails',
  ]);
});

it('reads the report in our own format', async () => {
  expect(await titles(readReport(opened('reports/own-report.json')))).toEqual([
    'The balance of any account can be read',
    'The sheet reader reads one byte past a line',
  ]);
});

it('reads the OSV record', () => {
  const advisory = expectOk(readOsv(bytes('reports/osv-record.json')));
  expect(advisory.affected[0]?.name).toBe('@kelpwire/tide-ledger');
  expect(advisory.weaknesses).toEqual(['CWE-639']);
});

it('reads the hospital’s list, and the template has the header that the reader hands out', () => {
  const sheet = expectOk(readSheet(bytes('inventories/hospital.csv')));
  expect(sheet.components.length).toBe(22);
  expect(sheet.components.filter((one) => one.version === undefined).map((one) => one.name)).toEqual([
    'InfuSure 300',
    'AutoClave 22',
    'VPN Box',
    'Grey box under the desk',
  ]);
  const template = new TextDecoder().decode(bytes('inventories/template.csv'));
  expect(template.startsWith(SHEET_TEMPLATE)).toBe(true);
  expect(expectOk(readSheet(template)).problems).toEqual([]);
});
