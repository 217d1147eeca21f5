// Damaged advisories against damaged components: whatever the readers let through is compiled, identified and judged without a crash.
import { expect, it } from 'vitest';
import { readCycloneDx, readOsv } from '../advisory/index.ts';
import { holdReader, mutants } from '../kit/testing/mutate.ts';
import { buildIndex, claimFromRows, compile, type Identifiable, identify, toRows } from './index.ts';

const ADVISORIES = [
  '{"schema_version":"1.6.0","id":"LT-1","modified":"2026-01-01T00:00:00Z","aliases":["CVE-2026-1"],"summary":"s","details":"Crash type: UNKNOWN WRITE\\nCrash state:\\na\\nb\\n","severity":[{"type":"CVSS_V4","score":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}],"affected":[{"package":{"ecosystem":"npm","name":"left","purl":"pkg:npm/left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.3"}]}],"versions":["1.0.0","1.2.2-rc.1"],"database_specific":{"informational":null}}],"references":[{"type":"WEB","url":"https://example.org"}],"credits":[{"name":"Ada"}],"database_specific":{"cwe_ids":["CWE-79"]}}',
  '{"id":"LT-2","modified":"2026-01-01T00:00:00Z","withdrawn":"2026-01-02T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"last_affected":"1:3.0.11-1~deb12u1"},{"limit":"2:1"}]},{"type":"GIT","repo":"https://example.org/r","events":[{"introduced":"0"}]}]}]}',
  '{"id":"LT-3","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI","name":"A_b"},"versions":["1.0","1!2.0.post1"]},{"package":{"ecosystem":"Go","name":"example.org/m"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"},{"fixed":"1.1.0"},{"introduced":"2.0.0"}]}]}]}',
];
const INVENTORY =
  '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"left","purl":"pkg:npm/left@1.2.2"},{"type":"library","name":"libssl3","purl":"pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl"},{"type":"library","name":"a-b","purl":"pkg:pypi/a-b@1.0"},{"type":"library","name":"m","purl":"pkg:golang/example.org/m@v1.0.5"},{"type":"firmware","name":"Pump","version":"5.09","supplier":{"name":"Acme"}}]}';

it('10,000 damaged advisories are compiled and asked about damaged components, without a crash or a hang', () => {
  const components: Identifiable[] = [];
  for (const input of mutants([INVENTORY], { runs: 300, seed: 5 })) {
    const read = readCycloneDx(input);
    if (read.ok) components.push(...read.value.components.slice(0, 20));
  }
  for (const component of components) {
    const { keys, cannotMatch } = identify(component);
    expect(keys.length === 0).toBe(cannotMatch !== undefined);
  }
  let asked = 0;
  const run = holdReader(
    (input) => {
      const read = readOsv(input);
      if (!read.ok) return { accepted: false, problems: read.problems.length };
      const compiled = compile(read.value);
      const rows = toRows(compiled);
      if (rows.length > 0) claimFromRows(rows.filter((row) => row.package === rows[0]?.package));
      const index = buildIndex([compiled]);
      for (let i = 0; i < 5; i += 1) {
        const component = components[(asked * 7 + i) % components.length];
        asked += 1;
        if (component) index.verdict(component);
      }
      return { accepted: true, problems: 0 };
    },
    ADVISORIES,
    { runs: 10_000, seed: 34409 },
  );
  console.log(
    `compile: ${run.accepted} advisories compiled, ${asked} verdicts, slowest ${Math.round(run.slowestMs)} ms`,
  );
  expect(run.broken).toEqual([]);
  expect(asked).toBeGreaterThan(1_000);
});
