// Reads a spreadsheet of vendor, product and version into an inventory: a hospital has no bill of materials of its pumps, but it has
// a list. Every row becomes a component and keeps its cells; what is wrong with a row is said at its line and costs that row alone.
import { failed, ok, type Problem, type ProblemList, problemList, quote, type Result } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import type { AssetClaim, Component, Inventory } from '../inventory-model.ts';
import { findHeader, type Header, type Meaning, namesFor } from './columns.ts';
import { readDelimited, type SheetLimits, type SheetRecord } from './delimited.ts';

/** An inventory from the bytes of a sheet. Fails where there is no text or no header; bad rows are problems of the inventory. */
export function readSheet(input: Uint8Array | string, limits: Partial<SheetLimits> = {}): Result<Inventory> {
  const sheet = openSheet(input, ['vendor', 'product'], limits);
  if (!sheet.ok) return sheet;
  const { header, rows, problems } = sheet.value;
  if (!header.columns.has('version')) {
    problems.add(
      'csv.header',
      `/line/${header.line}`,
      'There is no column for the version: no row can be judged, only listed.',
    );
  }
  const components = rows.map((row, ordinal) => readRow(row, { ordinal, header, problems }));
  const purls = components.flatMap((component) => component.purl ?? []);
  return ok({
    format: 'sheet',
    components,
    columns: meaningsOf(header),
    duplicates: purls.length - new Set(purls).size,
    problems: problems.kept,
    problemsTotal: problems.total,
  });
}

export interface AssetRow extends AssetClaim {
  readonly name: string;
  readonly line: number;
}

/** Reads a sheet of assets and what they are: asset, organisation, sub-organisation, environment, exposure, type. */
export function readAssetSheet(
  input: Uint8Array | string,
  limits: Partial<SheetLimits> = {},
): Result<{
  readonly assets: readonly AssetRow[];
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}> {
  const sheet = openSheet(input, ['asset'], limits);
  if (!sheet.ok) return sheet;
  const { header, rows, problems } = sheet.value;
  const assets = rows.flatMap((row) => {
    const claim = readAsset(row, header, problems);
    if (claim?.name !== undefined) return [{ ...claim, name: claim.name, line: row.line }];
    problems.add('field.missing', `/line/${row.line}`, 'The row names no asset.');
    return [];
  });
  return ok({ assets, problems: problems.kept, problemsTotal: problems.total });
}

interface Sheet {
  readonly header: Header;
  readonly rows: readonly SheetRecord[];
  readonly problems: ProblemList;
}

function openSheet(
  input: Uint8Array | string,
  needed: readonly Meaning[],
  limits: Partial<SheetLimits>,
): Result<Sheet> {
  const read = readDelimited(input, limits);
  if (!read.ok) return read;
  const { records, problems: found } = read.value;
  const problems = problemList();
  for (const problem of found) problems.add(problem.code, problem.path, problem.detail);
  const header = findHeader(records, needed);
  if (!header) {
    const wanted = needed.map((meaning) => `${meaning} (or ${namesFor(meaning).slice(1, 4).join(', ')})`).join(' and ');
    return failed([
      {
        code: 'csv.header',
        path: `/line/${records[0]?.line ?? 1}`,
        detail: `No header with ${wanted} in the first lines.`,
      },
    ]);
  }
  for (const record of records.slice(0, header.taken - 1)) {
    if (!record.blank)
      problems.add(
        'csv.row',
        `/line/${record.line}`,
        `Before the header, so not read: ${quote(record.cells.join(' '))}.`,
      );
  }
  return ok({ header, rows: records.slice(header.taken).filter((record) => !record.blank), problems });
}

interface RowPlace {
  readonly ordinal: number;
  readonly header: Header;
  readonly problems: ProblemList;
}

function readRow(row: SheetRecord, { ordinal, header, problems }: RowPlace): Component {
  const path = `/line/${row.line}`;
  const base = { ordinal, path, kind: 'product', hashes: [], row: { line: row.line, cells: row.cells } };
  const product = cellOf(row, header, 'product');
  if (row.cells.slice(header.titles.length).some((cell) => cell.trim() !== '')) {
    problems.add(
      'csv.row',
      path,
      `${row.cells.length} cells under ${header.titles.length} columns: perhaps a separator inside a cell without quotes. Not matched.`,
    );
    return { ...base, name: product ?? '(no name)' };
  }
  const vendor = cellOf(row, header, 'vendor');
  const version = cellOf(row, header, 'version');
  const purl = readPurl(cellOf(row, header, 'purl'), path, problems);
  const cpe = cellOf(row, header, 'cpe');
  const asset = readAsset(row, header, problems);
  const quantity = readQuantity(cellOf(row, header, 'quantity'), path, problems);
  if (product === undefined) problems.add('field.missing', path, 'The row names no product.');
  if (vendor === undefined && purl.purl === undefined) problems.add('field.missing', path, 'The row names no vendor.');
  return {
    ...base,
    name: product ?? '(no name)',
    ...(version === undefined ? {} : { version }),
    ...(vendor === undefined ? {} : { vendor }),
    ...purl,
    ...(cpe === undefined ? {} : { cpe }),
    ...(asset === undefined ? {} : { asset }),
    ...(quantity === undefined ? {} : { quantity }),
  };
}

/** The cell without white space around it; undefined for an empty one and for words that say "not known". */
function cellOf(row: SheetRecord, header: Header, meaning: Meaning): string | undefined {
  const column = header.columns.get(meaning);
  const value = column === undefined ? '' : (row.cells[column] ?? '').trim();
  return value === '' || NOT_KNOWN.has(value.toLowerCase()) ? undefined : value;
}

const NOT_KNOWN: ReadonlySet<string> = new Set([
  '-',
  '--',
  '?',
  '??',
  'n/a',
  'na',
  'n.a.',
  'none',
  'unknown',
  'not known',
  'tbd',
  'tbc',
  '#n/a',
  'null',
]);

function readPurl(text: string | undefined, path: string, problems: ProblemList): Pick<Component, 'purl' | 'badPurl'> {
  if (text === undefined) return {};
  const parsed = parsePurl(text, path);
  if (parsed.ok) return { purl: parsed.value.text };
  for (const problem of parsed.problems) problems.add(problem.code, problem.path, problem.detail);
  return { badPurl: text };
}

function readQuantity(text: string | undefined, path: string, problems: ProblemList): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  problems.add('field.value', path, `${quote(text)} is no quantity.`);
  return undefined;
}

function readAsset(row: SheetRecord, header: Header, problems: ProblemList): AssetClaim | undefined {
  const fields = (['location', 'environment', 'organisation', 'subOrganisation', 'type'] as const).flatMap(
    (meaning) => {
      const value = cellOf(row, header, meaning);
      return value === undefined ? [] : [[meaning, value] as const];
    },
  );
  const name = cellOf(row, header, 'asset');
  const stated = cellOf(row, header, 'exposure');
  if (name === undefined && stated === undefined && fields.length === 0) return undefined;
  const exposure = stated === undefined ? 'unknown' : EXPOSURES.get(stated.toLowerCase());
  if (exposure === undefined)
    problems.add('field.value', `/line/${row.line}`, `${quote(stated)} is no exposure: public, internal or unknown.`);
  return { ...(name === undefined ? {} : { name }), ...Object.fromEntries(fields), exposure: exposure ?? 'unknown' };
}

const EXPOSURES: ReadonlyMap<string, AssetClaim['exposure']> = new Map([
  ...[
    'public',
    'internet',
    'external',
    'exposed',
    'yes',
    'y',
    'true',
    '1',
    'dmz',
    'internet-facing',
    'internet facing',
  ].map((word) => [word, 'public'] as const),
  ...['internal', 'intranet', 'private', 'local', 'no', 'n', 'false', '0', 'isolated', 'air-gapped', 'offline'].map(
    (word) => [word, 'internal'] as const,
  ),
]);

const meaningsOf = (header: Header): NonNullable<Inventory['columns']> =>
  header.titles.map((title, i) => ({
    title,
    meaning: [...header.columns].find(([, column]) => column === i)?.[0] ?? null,
  }));
