// One record of a feed, whatever format it has: OSV, a CSAF document or a CVE record. What it says replaces what an older record of
// the same name said.
import type { Advisory } from '@leadtime/lib/advisory';
import { readCsaf } from '@leadtime/lib/advisory/csaf';
import { readCve } from '@leadtime/lib/advisory/cve';
import { readOsv } from '@leadtime/lib/advisory/osv';
import { sniffFormat } from '@leadtime/lib/advisory/sniff.ts';
import { type Problem, problemList } from '@leadtime/lib/kit';

export interface RecordRead {
  /** The record's own name: of an advisory, or of the document that holds several. */
  readonly id: string;
  readonly modified: string;
  readonly advisories: readonly Advisory[];
  /** What could not be read of it; what could be is in `advisories`. */
  readonly problems: readonly Problem[];
}

/** undefined: it could not be read as a whole, and `problems` say why. */
export function readRecord(bytes: Uint8Array): { readonly read?: RecordRead; readonly problems: readonly Problem[] } {
  const { format, reason } = sniffFormat(bytes);
  switch (format) {
    case 'csaf': {
      const csaf = readCsaf(bytes);
      if (!csaf.ok) return csaf;
      const { advisories, problems } = csaf.value;
      const [first] = advisories;
      return first ? whole(first.document?.id ?? first.id, advisories, problems) : { problems };
    }
    case 'cve': {
      const cve = readCve(bytes);
      return cve.ok ? whole(cve.value.advisory.id, [cve.value.advisory], cve.value.problems) : cve;
    }
    case 'osv':
    case 'ndjson':
    case 'report': // an OSV record in disguise is told by its reader
    case 'unknown': {
      const osv = readOsv(bytes);
      return osv.ok ? whole(osv.value.id, [osv.value], []) : osv;
    }
    default: {
      const problems = problemList();
      problems.add('input.unknown-format', '', `It is no advisory: ${reason}.`);
      return { problems: problems.kept };
    }
  }
}

const whole = (id: string, advisories: readonly Advisory[], problems: readonly Problem[]) => ({
  read: {
    id,
    modified:
      advisories
        .map((a) => a.modified)
        .sort()
        .at(-1) ?? '',
    advisories,
    problems,
  },
  problems,
});
