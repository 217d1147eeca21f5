// leadtime report convert: other formats as Leadtime reports, one a line, so that proofs and discovery can be added to them.
import type { Run } from '../command.ts';
import { Failure, problemLines } from '../failure.ts';
import { readReportFile, targetOf } from '../report/read-report.ts';
import { withSource } from '../report/source.ts';
import { reportOf } from '../report/to-report.ts';
import { count, jsonLine, thousands, visible } from '../terminal.ts';

export const run: Run = async (input, world) =>
  withSource(world, input.arg(0), async (source) => {
    const target = input.text('target');
    const { format, recognisedBy, events } = await readReportFile(source, { format: input.text('format'), target });
    if (format === 'report' || format === 'report lines')
      throw new Failure(2, `${source.name} is a Leadtime report already (${recognisedBy}).`);
    const left = new Map<string, number>();
    let written = 0;
    let problems = 0;
    for await (const event of events) {
      if (world.signal.aborted) throw new Failure(130, 'Stopped.');
      if (event.kind === 'problem') {
        problems += 1;
        if (problems <= SHOWN) world.err(`${problemLines([event.problem], 1).join('\n')}\n`);
      } else if (event.kind === 'finding') {
        const named =
          target === undefined || hasTarget(event.finding.target)
            ? event.finding
            : { ...event.finding, target: targetOf(target) };
        const { report, left: lost } = reportOf(named);
        for (const what of lost) left.set(fieldOf(what), (left.get(fieldOf(what)) ?? 0) + 1);
        if (!report) continue;
        await world.out(`${jsonLine(report)}\n`);
        written += 1;
      }
    }
    world.err(`${count(written, 'report')} from ${visible(source.name)} (${format}).\n`);
    if (problems > SHOWN)
      world.err(
        `  …and ${problems - SHOWN} problems more; all of them: leadtime report validate ${visible(source.name)}\n`,
      );
    for (const [what, times] of left) world.err(`  left out or cut ${thousands(times)} times: ${what}\n`);
    return problems > 0 || left.size > 0 ? 1 : 0;
  });

const SHOWN = 20;

const hasTarget = (target: object): boolean => Object.keys(target).length > 0;

/** `locations: 3 over 64` is counted under `locations`. */
const fieldOf = (what: string): string => what.replace(/: \d.*$/, '');
