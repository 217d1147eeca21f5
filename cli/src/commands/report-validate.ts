// leadtime report validate: everything that is wrong with a report, before anybody is sent it.
import { DROP_REASONS, type DropReason } from '@leadtime/lib/advisory/finding-model.ts';
import { PROBLEM_CODES, type Problem, problemList } from '@leadtime/lib/kit';
import { answer } from '../answer.ts';
import type { Input, Run } from '../command.ts';
import { Failure, problemLines } from '../failure.ts';
import { progress } from '../progress.ts';
import { readReportFile } from '../report/read-report.ts';
import { withSource } from '../report/source.ts';
import { count, thousands, visible } from '../terminal.ts';
import type { World } from '../world.ts';

interface Checked {
  readonly file: string;
  readonly format: string;
  readonly recognisedBy: string;
  readonly findings: number;
  readonly dropped: readonly { readonly reason: DropReason; readonly count: number; readonly first: string }[];
  readonly problems: readonly (Problem & { readonly advice: string })[];
  readonly problemsTotal: number;
}

export const run: Run = async (input, world) => {
  if (input.args.filter((file) => file === '-').length > 1)
    throw new Failure(2, 'Standard input can be read once only.');
  const files: Checked[] = [];
  for (const file of input.args) files.push(await check(file, input, world));
  const ok = files.every(({ problemsTotal }) => problemsTotal === 0);
  await answer(input, world, { ok, files }, () => files.map(textOf).join(''));
  return ok ? 0 : 1;
};

async function check(file: string, input: Input, world: World): Promise<Checked> {
  return withSource(world, file, async (source) => {
    const shown = progress(world, input, `reading ${visible(source.name)}`, source.size);
    const { format, recognisedBy, events } = await readReportFile(source, {
      format: input.text('format'),
      onBytes: shown.at,
    });
    const problems = problemList();
    const dropped = new Map<DropReason, { reason: DropReason; count: number; first: string }>();
    let findings = 0;
    for await (const event of events) {
      if (world.signal.aborted) throw new Failure(130, 'Stopped.');
      if (event.kind === 'finding') findings += 1;
      else if (event.kind === 'problem') problems.add(event.problem.code, event.problem.path, event.problem.detail);
      else {
        const known = dropped.get(event.reason);
        if (known) known.count += 1;
        else dropped.set(event.reason, { reason: event.reason, count: 1, first: event.path });
      }
    }
    shown.end();
    return {
      file,
      format,
      recognisedBy,
      findings,
      dropped: [...dropped.values()],
      problems: problems.kept.map((problem) => ({ ...problem, advice: PROBLEM_CODES[problem.code] })),
      problemsTotal: problems.total,
    };
  });
}

function textOf({ file, format, recognisedBy, findings, dropped, problems, problemsTotal }: Checked): string {
  const drops = dropped.map(
    ({ reason, count: n, first }) =>
      `  dropped ${thousands(n)}: ${DROP_REASONS[reason]} First: ${visible(first) || '(whole)'}`,
  );
  const verdict = problemsTotal === 0 ? 'no problems' : count(problemsTotal, 'problem');
  return [
    `${visible(file)}: ${format} (${visible(recognisedBy)}), ${count(findings, 'finding')}, ${verdict}`,
    ...drops,
    ...problemLines(problems, problemsTotal, problems.length),
    '',
  ].join('\n');
}
