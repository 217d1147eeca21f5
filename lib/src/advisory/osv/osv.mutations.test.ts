// 10,000 damaged records: no crash, no hang, and a problem whenever one is refused.
import { expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { findingOfOsv, readOsv, writeOsv } from './index.ts';

const CORPUS = [
  '{"schema_version":"1.6.0","id":"LT-1","modified":"2026-01-01T00:00:00Z","aliases":["CVE-2026-1"],"summary":"s","details":"Crash type: UNKNOWN WRITE\\nCrash state:\\na\\nb\\n","severity":[{"type":"CVSS_V4","score":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}],"affected":[{"package":{"ecosystem":"npm","name":"left","purl":"pkg:npm/left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.3"}]}],"versions":["1.0.0","1.2.2-rc.1"],"database_specific":{"informational":null}}],"references":[{"type":"WEB","url":"https://example.org"}],"credits":[{"name":"Ada"}],"database_specific":{"cwe_ids":["CWE-79"]}}',
  '{"id":"LT-2","modified":"2026-01-01T00:00:00Z","withdrawn":"2026-01-02T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"last_affected":"1:3.0.11-1~deb12u1"},{"limit":"2:1"}]},{"type":"GIT","repo":"https://example.org/r","events":[{"introduced":"0"}]}]}]}',
  '{"id":"LT-3","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI","name":"A_b"},"versions":["1.0","1!2.0.post1"]},{"package":{"ecosystem":"Go","name":"example.org/m"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"},{"fixed":"1.1.0"},{"introduced":"2.0.0"}]}]}]}',
];

it('10,000 damaged OSV records never crash or hang the reader, and what is read can be written and seen as a finding', () => {
  const run = holdReader(
    (input) => {
      const read = readOsv(input);
      if (!read.ok) return { accepted: false, problems: read.problems.length };
      findingOfOsv(read.value, 0);
      JSON.stringify(writeOsv(read.value));
      return { accepted: true, problems: 0 };
    },
    CORPUS,
    { runs: 10_000, seed: 4409 },
  );
  console.log(`OSV: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(300);
  expect(run.refused).toBeGreaterThan(3_000);
});
