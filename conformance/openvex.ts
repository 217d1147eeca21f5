// VEX: the published schema's verdicts on vexctl's documents and on thousands that are damaged; what vexctl says that filtering, merging
// and converting give; the known status of CycloneDX's and CSAF's use cases; and conversions that keep what they say.
import {
  answerOf,
  effectiveStatements,
  mergeStatements,
  readCsaf,
  readCycloneDxVex,
  readOpenVex,
  type VexDocument,
  writeCsafVex,
  writeCycloneDxVex,
  writeOpenVex,
} from '@leadtime/lib/advisory';
import { expectOk } from '@leadtime/lib/kit';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';
import { damaged } from './openvex/damage.ts';
import { cycloneDxDocuments, hasData, openVexJudge, readText, vexctlDocuments } from './openvex/data.ts';

export default async function run(): Promise<SuiteResult> {
  return judge('openvex', openVexCases());
}

export function openVexCases(): readonly Case[] {
  if (!hasData()) return [{ id: 'outside documents', outcome: 'skipped', why: '../shared/data is absent' }];
  return [
    ...verdicts(),
    ...damagedVerdicts(),
    ...suppressions(),
    ...merges(),
    ...fromCsaf(),
    ...useCases(),
    ...conversions(),
  ];
}

function check(id: string, expected: unknown, got: unknown): Case {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(got)];
  return a === b ? { id, outcome: 'passed' } : { id, outcome: 'failed', why: `expected ${a}, got ${b}` };
}

/** 0.2.0: our problems and the schema's verdict agree. 0.0.1 has no schema: every statement of it is read. */
function verdicts(): readonly Case[] {
  const valid = openVexJudge();
  return vexctlDocuments().map(({ path, text }) => {
    const document = JSON.parse(text);
    const read = readOpenVex(text);
    if (/v0\.2\.0/.test(document['@context'])) return check(`verdict ${path}`, valid(document), isValid(read));
    return check(`read ${path}`, document.statements.length, read.ok ? read.value.statements.length : 'refused');
  });
}

/** Limits on lengths and the grammar of package URLs are ours, not the schema's. */
const OURS = new Set(['purl.syntax', 'field.too-long', 'field.control-character', 'input.encoding']);
const isValid = (read: ReturnType<typeof readOpenVex>): boolean =>
  read.ok && read.value.problems.every(({ code }) => OURS.has(code));

function damagedVerdicts(): readonly Case[] {
  const valid = openVexJudge();
  return damaged().map(({ id, document }) => check(`damaged ${id}`, valid(document), isValid(readOpenVex(document))));
}

/** `vexctl filter`: results of a log whose vulnerability is last said to be not affected or fixed are taken away. */
function suppressions(): readonly Case[] {
  const folder = 'openvex/vexctl/examples/sarif';
  // log, VEX document, results before, results after
  const expected: [string, string, number, number][] = [
    ['nginx-grype', 'sample-1statement', 99, 98],
    ['nginx-grype', 'sample-2vulns', 99, 96],
    ['nginx-grype', 'sample-history', 99, 98],
    ['nginx-trivy', 'sample-1statement', 99, 98],
    ['nginx-trivy', 'sample-2vulns', 99, 96],
    ['nginx-trivy', 'sample-history', 99, 98],
    ['nginx-snyk', 'sample-1statement', 65, 64],
    ['nginx-snyk', 'sample-2vulns', 65, 63],
    ['nginx-snyk', 'sample-history', 65, 64],
  ];
  return expected.map(([log, vex, before, after]) => {
    const rules: string[] = JSON.parse(readText(`${folder}/${log}.sarif.json`)).runs[0].results.map(
      (result: { ruleId: string }) => result.ruleId,
    );
    const effective = effectiveStatements([expectOk(readOpenVex(readText(`${folder}/${vex}.openvex.json`)))]);
    // Grype writes CVE-2023-27103-libde265-0.
    const idsOf = (rule: string): ReadonlySet<string> => new Set([rule, /^CVE-\d+-\d+/.exec(rule)?.[0] ?? rule]);
    const left = rules.filter((rule) => !answerOf(effective, idsOf(rule)).suppresses).length;
    return check(`filter ${log} by ${vex}`, [before, after], [rules.length, left]);
  });
}

function merges(): readonly Case[] {
  const read = (path: string): VexDocument => expectOk(readOpenVex(readText(`openvex/vexctl/${path}`)));
  const merged = (...paths: string[]): string[] =>
    mergeStatements(paths.map(read)).map(({ vulnerability, status }) => `${vulnerability.name} ${status}`);
  const old = ['pkg/ctl/testdata/v001-1.vex.json', 'pkg/ctl/testdata/v001-2.vex.json'] as const;
  const latest = effectiveStatements(
    ['examples/openvex/document2.vex.json', 'examples/openvex/document1.vex.json'].map(read),
  );
  return [
    check('merge v001', ['CVE-1234-5678 under_investigation', 'CVE-1234-5678 fixed'], merged(...old)),
    check('merge v001 in the other order', merged(...old), merged(...[...old].reverse())),
    check(
      'merge v020',
      ['CVE-1234-5678 under_investigation', 'CVE-9876-54321 under_investigation'],
      merged('pkg/ctl/testdata/v020-1.vex.json', 'pkg/ctl/testdata/v020-2.vex.json').sort(),
    ),
    check(
      'what holds of two documents',
      ['fixed'],
      latest.map(({ statement }) => statement.status),
    ),
    check(
      'what it replaces',
      ['under_investigation'],
      latest.flatMap(({ replaces }) => replaces.map((one) => one.status)),
    ),
  ];
}

/** examples/csaf/README.md states the statements that CSAF gives, alone and merged with an OpenVEX document. */
function fromCsaf(): readonly Case[] {
  const csaf = expectOk(readCsaf(readText('openvex/vexctl/examples/csaf/csaf.json'))).vex;
  const open = expectOk(readOpenVex(readText('openvex/vexctl/examples/csaf/openvex.json')));
  const said = (vex: readonly VexDocument[]): unknown =>
    mergeStatements(vex).map((one) => [
      one.vulnerability.name,
      one.products[0]?.purls[0],
      one.status,
      one.impact ?? null,
    ]);
  const first = [
    'CVE-2009-4487',
    'pkg:generic/component1@1.3.4',
    'not_affected',
    'Class with vulnerable code was removed before shipping.',
  ];
  return [
    check('csaf to statements', [first], said([csaf])),
    check('time of a statement from csaf', '2022-03-03T11:00:00.000Z', csaf.statements[0]?.at),
    check(
      'csaf merged with openvex',
      [first, ['CVE-2014-123456', 'pkg:generic/component2@2.39.0-r1', 'fixed', null]],
      said([csaf, open]),
    ),
  ];
}

/** The CISA use cases exist in both formats, and their names state the status. */
function useCases(): readonly Case[] {
  const documents = new Map(cycloneDxDocuments().map(({ path, text }) => [path, text]));
  const single = (['affected', 'fixed', 'not_affected', 'under_investigation'] as const).flatMap((status, i) => {
    const csaf = `csaf/csaf_2.0/examples/csaf/csaf_vex/2022-evd-uc-01-${['a', 'f', 'na', 'ui'][i]}-001.json`;
    const cyclone = expectOk(readCycloneDxVex(documents.get(`VEX/CISA-Use-Cases/Case-1/vex-${status}.json`) ?? '{}'));
    return [
      check(
        `use case 1 ${status} as CycloneDX`,
        [status],
        cyclone.statements.map((one) => one.status),
      ),
      check(
        `use case 1 ${status} as CSAF`,
        [status],
        expectOk(readCsaf(readText(csaf))).vex.statements.map((one) => one.status),
      ),
    ];
  });
  const all = [...documents].map(([path, text]) => {
    const analysed = (JSON.parse(text).vulnerabilities ?? []).filter((one: { analysis?: unknown }) => one.analysis);
    const read = readCycloneDxVex(text);
    const names = read.ok ? new Set(read.value.statements.map((one) => one.path)).size : 'refused';
    return check(`every analysis of ${path}`, analysed.length, names);
  });
  return [...single, ...all];
}

/** Each outside document through each writer: valid by the schema where there is one, and with the same vulnerabilities and statuses. */
function conversions(): readonly Case[] {
  const valid = openVexJudge();
  const sources = [
    ...vexctlDocuments().flatMap(({ path, text }) => documentOf(path, readOpenVex(text))),
    ...cycloneDxDocuments().flatMap(({ path, text }) => documentOf(path, readCycloneDxVex(text))),
  ];
  const publisher = { category: 'other', namespace: 'https://clearinghouse.example' } as const;
  return sources.flatMap(([path, read]) => {
    const vex = {
      ...read,
      id: read.id || `https://clearinghouse.example/${encodeURIComponent(path)}`,
      issued: read.issued ?? '2026-01-01T00:00:00.000Z',
      statements: read.statements.filter(({ products }) => products.length > 0),
    };
    if (vex.statements.length === 0) return [];
    const said = ({ statements }: Pick<VexDocument, 'statements'>): string[] =>
      [...new Set(statements.map(({ vulnerability, status }) => `${vulnerability.name} ${status}`))].sort();
    const open = expectOk(writeOpenVex(vex)).document;
    const csaf = expectOk(writeCsafVex(vex, { publisher, title: path })).document;
    return [
      check(`openvex of ${path} is valid`, true, valid(JSON.parse(JSON.stringify(open)))),
      check(`openvex of ${path}`, said(vex), said(expectOk(readOpenVex(open)))),
      check(
        `cyclonedx of ${path}`,
        said(vex),
        said(expectOk(readCycloneDxVex(expectOk(writeCycloneDxVex(vex)).document))),
      ),
      check(`csaf of ${path}`, latest(vex), said(expectOk(readCsaf(csaf)).vex)),
    ];
  });

  /** CSAF has one status for a product and vulnerability: the last one. */
  function latest(vex: Pick<VexDocument, 'statements'>): string[] {
    const effective = effectiveStatements([{ ...vex, statements: vex.statements } as VexDocument]); // only statements are looked at
    return [...new Set(effective.map(({ statement }) => `${statement.vulnerability.name} ${statement.status}`))].sort();
  }
}

const documentOf = (path: string, read: ReturnType<typeof readOpenVex>): readonly (readonly [string, VexDocument])[] =>
  read.ok ? [[path, read.value]] : [];
