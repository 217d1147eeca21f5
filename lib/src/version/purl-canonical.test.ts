import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { readPurl } from './purl.ts';
import { canonicalPurl } from './purl-canonical.ts';

const part = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z0-9._~:-]{1,8}$/) },
  fc.stringMatching(/^[a-zA-Z0-9._~:+%@-]{1,8}$/),
);
const written = fc
  .tuple(
    fc.constantFrom('npm', 'maven', 'golang', 'cargo', 'gem', 'nuget', 'composer', 'deb', 'apk', 'rpm', 'pypi', 'NPM'),
    fc.array(fc.oneof(part, fc.constantFrom('%40acme', 'a%2Bb', '%2F', '..', 'Ab')), { minLength: 1, maxLength: 4 }),
    fc.option(fc.oneof(part, fc.constantFrom('1.0%2Bdeb', '1:2', '1 2'))),
    fc.array(fc.tuple(fc.constantFrom('arch', 'distro', 'type', 'Arch', 'epoch'), fc.oneof(part, fc.constant(''))), {
      maxLength: 3,
    }),
    fc.constantFrom('', '#sub'),
  )
  .map(
    ([type, path, version, qualifiers, subpath]) =>
      `pkg:${type}/${path.join('/')}${version === null ? '' : `@${version}`}${qualifiers.length ? '?' : ''}${qualifiers.map(([key, value]) => `${key}=${value}`).join('&')}${subpath}`,
  );

it('a package URL that is said to be canonical is what the whole reading makes of it', () => {
  let sure = 0;
  fc.assert(
    fc.property(written, (purl) => {
      const known = canonicalPurl(purl);
      if (!known) return;
      sure += 1;
      expect(readPurl(purl)).toEqual({ ok: true, value: known });
    }),
    { numRuns: 20_000 },
  );
  expect(sure).toBeGreaterThan(300);
});

it.each([
  'pkg:npm/%40acme/unpack@1.4.1',
  'pkg:deb/debian/libssl3@3.0.11-1%2Bb1?arch=amd64&distro=debian-12&upstream=openssl',
  'pkg:maven/org.apache.jena/jena@3.12.0?type=jar',
  'pkg:golang/github.com/Gorilla/mux@v1.8.0',
])('%s is known to be canonical without the whole reading', (purl) => {
  expect(canonicalPurl(purl)).toEqual(expectOk(readPurl(purl)));
});

it('does not hang on a long package URL that is nearly canonical', () => {
  const started = performance.now();
  for (const unit of ['a', '%2B', 'a.', 'a=b&', '/a']) canonicalPurl(`pkg:npm/${unit.repeat(200).slice(0, 390)}!`);
  expect(performance.now() - started).toBeLessThan(1_000);
});
