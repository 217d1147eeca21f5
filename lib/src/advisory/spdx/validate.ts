// The strict verdict on an SPDX document: what the lenient reader says of it, and what the specification says beyond.
import { failed, ok, type ProblemList, problemList, type Result } from '../../kit/index.ts';
import type { Fields } from '../fields.ts';
import { readSpdx2 } from './document-2.ts';
import { readSpdx3 } from './graph-3.ts';
import { elementsOf } from './graph-elements.ts';
import { type OpenedSpdx, openSpdx } from './read.ts';
import { document2, resolves } from './schema-2.ts';
import { checkGraph } from './schema-3.ts';

/** ok: the document is valid. Else every problem, placed; a place that both found wrong is named once. */
export function validateSpdx(input: unknown): Result<null> {
  const problems = problemList();
  const opened = openSpdx(input, problems);
  if (!opened.ok) return opened;
  const read = opened.value.version === 2 ? readSpdx2(opened.value, problemList()) : readSpdx3(opened.value.value);
  if (!read.ok) return read;
  check(opened.value, read.value.specVersion ?? '', problems);
  const places = new Set(problems.kept.map(({ path }) => path));
  for (const { code, path, detail } of read.value.problems) if (!places.has(path)) problems.add(code, path, detail);
  return problems.total === 0 ? ok(null) : failed(problems.kept, problems.total);
}

function check(opened: OpenedSpdx, version: string, problems: ProblemList): void {
  if (opened.version === 3) {
    const nodes = elementsOf(opened.value as Fields, problemList()); // it was read, so it is an object
    checkGraph(nodes ?? [], { problems, version });
    return;
  }
  const placed: ProblemList = {
    add: (code, path, detail) => problems.add(code, placeOf(path, opened), detail),
    get kept() {
      return problems.kept;
    },
    get total() {
      return problems.total;
    },
  };
  document2(opened.value, '', { problems: placed, version });
  resolves(opened.value, '', { problems: placed, version });
}

/** The rules speak of the JSON form; in tag-value an entry is called by its line. */
function placeOf(path: string, opened: OpenedSpdx & { readonly version: 2 }): string {
  const [, list, index, rest = ''] = /^\/(\w+)\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const line = list === undefined ? undefined : opened.lines?.[list]?.[Number(index)];
  return line === undefined ? path : `/line/${line}${rest}`;
}
