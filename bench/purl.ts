// How long a package URL takes to read, per type, beside the common library. An inventory of 1,000 components has 1,000 of them and
// 6 ms in all, so 2 us each is a third of it. Every text differs, as in an inventory, so that no cache of the runtime answers.
import { PackageURL } from 'packageurl-js';
import { parsePurl } from '../lib/src/version/index.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';

const TEXTS: readonly string[] = [
  'pkg:npm/left-pad@1.3.0',
  'pkg:npm/%40angular/core@12.3.1',
  'pkg:pypi/flask-login@0.6.3',
  'pkg:golang/github.com/gorilla/mux@v1.8.0',
  'pkg:maven/org.apache.commons/commons-lang3@3.12.0?type=jar',
  'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl',
];

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const figures = TEXTS.map((text): Figure => {
    const ours = microseconds(text, (purl) => parsePurl(purl));
    const theirs = microseconds(text, (purl) => PackageURL.fromString(purl));
    log(`${text}: ${ours.toFixed(2)} us, packageurl-js ${theirs.toFixed(2)} us`);
    const peer = `packageurl-js: ${theirs.toFixed(2)} us`;
    return { name: `read ${text}`, value: Number(ours.toFixed(2)), unit: 'us', goal: null, met: null, peer };
  });
  return { bench: 'purl', figures };
}

/** Per text, the best of five rounds. */
function microseconds(text: string, read: (purl: string) => unknown): number {
  const texts = Array.from({ length: 20_000 }, (_, i) => text.replace('@', `${i}@`));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    for (const one of texts) read(one);
    best = Math.min(best, performance.now() - started);
  }
  return (best * 1_000) / texts.length;
}
