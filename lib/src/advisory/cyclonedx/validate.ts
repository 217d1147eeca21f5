// The strict verdict on a CycloneDX document: what the lenient reader says of it, and what the specification says beyond.
import { failed, ok, problemList, type Result } from '../../kit/index.ts';
import { openCycloneDx } from './read.ts';
import { readOpened } from './read-json.ts';
import { bom } from './schema.ts';

/** ok: the document is valid. Else every problem, placed; a place that both found wrong is named once. */
export function validateCycloneDx(input: unknown): Result<null> {
  const opened = openCycloneDx(input);
  if (!opened.ok) return opened;
  const read = readOpened(opened.value);
  if (!read.ok) return read;
  const problems = problemList();
  bom(opened.value.value, '', { problems, version: read.value.specVersion ?? '' });
  const places = new Set(problems.kept.map(({ path }) => path));
  for (const { code, path, detail } of read.value.problems) if (!places.has(path)) problems.add(code, path, detail);
  return problems.total === 0 ? ok(null) : failed(problems.kept, problems.total);
}
