// Made-up CVE records (CVE JSON 5) that carry SSVC decision points as CISA's container does: one a line.
import { randomOf } from './random.ts';

export interface SsvcFacts {
  readonly cve: string;
  readonly exploitation?: 'none' | 'poc' | 'active';
  readonly automatable?: 'yes' | 'no';
  readonly impact?: 'partial' | 'total';
}

/** NDJSON of one record per fact; what a fact leaves open is chance. `at` is the instant of the assessment. */
export function ssvcNdjson(seed: string | number, facts: readonly SsvcFacts[], at: string): Uint8Array {
  return new TextEncoder().encode(facts.map((fact) => `${JSON.stringify(record(seed, fact, at))}\n`).join(''));
}

function record(seed: string | number, fact: SsvcFacts, at: string) {
  const r = randomOf('ssvc', seed, fact.cve);
  const exploitation =
    fact.exploitation ??
    r.weighted([
      ['none', 8],
      ['poc', 3],
    ] as const);
  const automatable = fact.automatable ?? (r.chance(30) ? 'yes' : 'no');
  const impact = fact.impact ?? (r.chance(35) ? 'total' : 'partial');
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: { cveId: fact.cve, state: 'PUBLISHED', assignerShortName: 'example' },
    containers: {
      cna: { descriptions: [{ lang: 'en', value: 'Synthetic record of the demo week.' }] },
      adp: [
        {
          title: 'Synthetic decision points, in the shape of CISA ADP Vulnrichment',
          metrics: [
            {
              other: {
                type: 'ssvc',
                content: {
                  id: fact.cve,
                  role: 'Synthetic Coordinator',
                  version: '2.0.3',
                  timestamp: at,
                  options: [
                    { Exploitation: exploitation },
                    { Automatable: automatable },
                    { 'Technical Impact': impact },
                  ],
                },
              },
            },
          ],
        },
      ],
    },
  };
}
