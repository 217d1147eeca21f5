// Affected versions as a line to draw: ticks in the order of versions (not to scale), spans between them, and where the installed
// version stands. Keys of evidence are in hex, and hex orders as the bytes do.
import type { VersionLine } from '@leadtime/contract';
import type { Evidence, ExposureState, IntervalEvidence } from '@leadtime/lib/exposure';

/** null where there is nothing to draw: no range was held against it, or all versions are affected. */
export function versionLine(evidence: Evidence, state: ExposureState): VersionLine | null {
  const intervals = [evidence.below, evidence.interval, evidence.above].filter((i) => i !== undefined);
  const bounds = intervals.flatMap((i) => [startOf(i), endOf(i)]).filter((b) => b !== undefined);
  if (bounds.length === 0) return null;
  // What is not decided has no place: its key may be one of several that it can have.
  const installed = state === 'undetermined' ? undefined : evidence.version;
  const named = [...bounds, ...(installed ? [{ key: installed.key, version: installed.text, says: '' }] : [])];
  const keys = [...new Set(named.map((b) => b.key))].sort();
  const at = (bound: { key: string } | undefined): number | null => (bound ? keys.indexOf(bound.key) : null);
  return {
    ticks: keys.map((key) => {
      const here = named.filter((b) => b.key === key);
      const says = [...new Set(here.map((b) => b.says).filter((s) => s !== ''))];
      return { version: here[0]?.version ?? '', says: says.join(', ') };
    }),
    spans: intervals.map((i) => ({
      from: at(startOf(i)),
      fromIncluded: i.after === undefined,
      to: at(endOf(i)),
      toIncluded: isInclusive(i),
    })),
    installed: at(installed),
  };
}

interface Bound {
  readonly key: string;
  readonly version: string;
  readonly says: string;
}

function startOf({ from, after, lo, to }: IntervalEvidence): Bound | undefined {
  if (from === '0' || lo === '') return undefined;
  if (to?.kind === 'listed' && to.version === from) return { key: lo, version: from, says: '' };
  return after
    ? { key: withoutSuccessor(lo), version: from, says: 'not affected' }
    : { key: lo, version: from, says: 'first affected' };
}

function endOf(i: IntervalEvidence): Bound | undefined {
  if (!i.to) return undefined;
  const { kind, version } = i.to;
  return isInclusive(i)
    ? { key: withoutSuccessor(i.hi), version, says: kind === 'listed' ? 'affected' : 'last affected' }
    : { key: i.hi, version, says: kind === 'fixed' ? 'fixed' : 'looked at up to here' };
}

const isInclusive = ({ to }: IntervalEvidence): boolean => to?.kind === 'last_affected' || to?.kind === 'listed';

/** A bound that ends right after a version is that version's key with a zero byte. */
const withoutSuccessor = (key: string): string => key.replace(/00$/, '');
