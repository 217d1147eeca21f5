// 10,000 damaged documents: no crash, no hang, and a problem whenever one is refused.
import { expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { readCycloneDx } from './index.ts';

const CORPUS = [
  '{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","version":1,"metadata":{"timestamp":"2026-05-01T08:00:00Z","component":{"type":"application","name":"shop"}},"components":[{"type":"library","bom-ref":"a","name":"left","version":"1.2.3","purl":"pkg:npm/left@1.2.3","hashes":[{"alg":"MD5","content":"0123456789abcdef0123456789abcdef"}]},{"type":"application","name":"b","components":[{"type":"library","name":"c","purl":"pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl"}]}]}',
  '{"bomFormat":"CycloneDX","specVersion":"1.2","version":1,"components":[{"type":"firmware","name":"Pump","version":"5.9","supplier":{"name":"Acme"},"publisher":"Acme","cpe":"cpe:/o:acme:pump:5.9"}]}',
  '{"bomFormat":"CycloneDX","specVersion":"1.7","components":[{"type":"library","name":"x","isExternal":true,"versionRange":"vers:npm/>=1.0.0|<2.0.0","scope":"optional"},{"type":"device","name":"y","manufacturer":{"name":"Z"}}]}',
];

it('10,000 damaged CycloneDX documents never crash or hang the reader', () => {
  const run = holdReader(
    (input) => {
      const read = readCycloneDx(input);
      if (!read.ok) return { accepted: false, problems: read.problems.length };
      return { accepted: true, problems: 0 };
    },
    CORPUS,
    { runs: 10_000, seed: 14409 },
  );
  console.log(`CycloneDX: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(1_000);
  expect(run.refused).toBeGreaterThan(2_000);
});
