// leadtime cvss: scores of vectors, all faults of all vectors at once.

import { problemList } from '@leadtime/lib/kit';
import { type CvssScore, score } from '@leadtime/lib/triage/cvss.ts';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { Failure } from '../failure.ts';
import { table } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const problems = problemList();
  const vectors: CvssScore[] = [];
  for (const [i, text] of input.args.entries()) {
    const scored = score(text);
    if (scored.ok) vectors.push(scored.value);
    else for (const { code, path, detail } of scored.problems) problems.add(code, `/vector/${i + 1}${path}`, detail);
  }
  if (problems.total > 0) throw new Failure(2, 'Not scored', { problems: problems.kept, total: problems.total });
  await answer(input, world, { vectors }, () =>
    table(
      [
        { title: 'base', right: true },
        { title: 'overall', right: true },
        { title: 'severity' },
        { title: 'version' },
        { title: 'vector', whole: true },
      ],
      vectors.map((v) => [v.base.toFixed(1), v.overall.toFixed(1), v.severity, v.version, v.vector]),
      world.columns,
    ),
  );
  return 0;
};
