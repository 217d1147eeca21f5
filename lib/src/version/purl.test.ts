import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import { describe, expect, it } from 'vitest';
import { expectOk, type Result } from '../kit/index.ts';
import {
  ecosystem,
  foldVendor,
  makePurl,
  type Purl,
  packageFromKey,
  packageKey,
  packageOfEntry,
  packageOfPurl,
  parsePurl,
  productPackage,
  purlText,
  withoutVersion,
} from './index.ts';

const OUTSIDE = new URL('../../../../shared/data/purl-spec/tests/', import.meta.url);
const text = (purl: string): string => {
  const parsed = parsePurl(purl);
  return parsed.ok ? parsed.value.text : `refused: ${parsed.problems.map((p) => p.detail).join(' ')}`;
};

describe('a package URL', () => {
  it.each([
    ['pkg:npm/%40angular/core@12.3.1', 'pkg:npm/%40angular/core@12.3.1'],
    ['pkg:npm/@angular/core@12.3.1', 'pkg:npm/%40angular/core@12.3.1'],
    ['PKG://NPM//left-pad@1.3.0', 'pkg:npm/left-pad@1.3.0'],
    [
      'pkg:deb/Debian/LibSSL3@1:3.0.11-1%2Bb1?Arch=amd64&distro=debian-12&upstream=openssl',
      'pkg:deb/debian/libssl3@1:3.0.11-1%2Bb1?arch=amd64&distro=debian-12&upstream=openssl',
    ],
    ['pkg:pypi/Flask_Login@0.6.3', 'pkg:pypi/flask-login@0.6.3'],
    ['pkg:maven/org.apache/commons@1?type=jar&classifier=', 'pkg:maven/org.apache/commons@1?type=jar'],
    ['pkg:golang/github.com/Gorilla/mux@v1.8.0#sub//dir/', 'pkg:golang/github.com/Gorilla/mux@v1.8.0#sub/dir'],
    ['pkg:golang/stdlib@1.22.1', 'pkg:golang/stdlib@1.22.1'],
    ['pkg:github/Owner/Repo@abc', 'pkg:github/owner/repo@abc'],
    ['pkg:cargo/rand@0.7.2', 'pkg:cargo/rand@0.7.2'],
    ['pkg:gem/rails@7.0', 'pkg:gem/rails@7.0'],
    ['pkg:nuget/Newtonsoft.Json@13.0.1', 'pkg:nuget/Newtonsoft.Json@13.0.1'],
    ['pkg:generic/some/thing@1%2F2', 'pkg:generic/some/thing@1%2F2'],
  ])('%s has one canonical form', (given, canonical) => {
    expect(text(given)).toBe(canonical);
    expect(text(canonical)).toBe(canonical);
  });

  it.each([
    'left-pad@1.3.0',
    'pkg:npm',
    'pkg:npm/',
    'pkg:npm/@1.0',
    'pkg:np m/x',
    'pkg:3npm/x',
    'pkg:npm/x%ff@1',
    'pkg:npm/x%zz@1',
    'pkg:npm/a%2Fb/c@1',
    'pkg:deb/openssl@1',
    'pkg:maven/commons-io@1',
    'pkg:cargo/ns/rand@1',
    'pkg:npm/x@1?a=1&a=2',
    'pkg:npm/x@1?novalue',
    'pkg:npm/x@1?b%20d=1',
    `pkg:npm/${'x'.repeat(5_000)}`,
  ])('%s is refused with a problem at its place', (given) => {
    const parsed = parsePurl(given, '/components/3/purl');
    expect(parsed.ok).toBe(false);
    if (!parsed.ok)
      expect(parsed.problems.every((p) => p.code === 'purl.syntax' && p.path === '/components/3/purl')).toBe(true);
  });

  it('comes back from its canonical text as it was, and packageurl-js reads that text alike', () => {
    const part = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        part,
        fc.option(part, { nil: undefined }),
        fc.option(part, { nil: undefined }),
        fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,5}$/), part, { maxKeys: 3 }),
        (name, namespace, version, qualifiers) => {
          const made = makePurl({
            type: 'generic',
            name,
            qualifiers,
            ...(namespace ? { namespace } : {}),
            ...(version ? { version } : {}),
          });
          fc.pre(made.ok && !/^[/@]|\/$/.test(name) && !namespace?.includes('//') && !name.includes('/'));
          const purl = expectOk(made);
          const again = expectOk(parsePurl(purl.text));
          expect(again).toEqual(purl);
          // It decodes qualifiers twice, and trims white space.
          fc.pre(!/[\s%+]/.test(JSON.stringify([name, namespace, version, qualifiers])));
          const theirs = PackageURL.fromString(purl.text);
          expect([theirs.name, theirs.namespace ?? undefined, theirs.version ?? undefined]).toEqual([
            purl.name,
            purl.namespace,
            purl.version,
          ]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-@?#%/:&=a-f0-9. ]*$/), (a, b) => {
        parsePurl(a);
        parsePurl(`pkg:npm/${b}`);
      }),
      { numRuns: 5_000 },
    );
  });

  it('without its version names the package', () => {
    expect(withoutVersion(expectOk(parsePurl('pkg:npm/%40a/b@1?x=y#z')))).toBe('pkg:npm/%40a/b');
  });
});

interface SuiteCase {
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly expected_failure?: boolean;
  readonly input: unknown;
  readonly expected_output?: unknown;
}

describe('the official package URL tests', () => {
  // Why each of these does not pass. An entry that passes fails the test, so the list cannot rot.
  const GAPS: Readonly<Record<string, string>> = {
    'pkg:gem/jruby-launcher@1.1.2?Platform=java':
      'the suite refuses capital letters in a key here and folds them for maven; we fold',
    'pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25': 'as above',
    'pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c': 'type git, new and not used here, folds by host',
    'pkg:git/codeberg.org/forgejo/forgejo@a72d2c07cfca03b55371089de6aa230d8c951fa0':
      'type git puts a slash into the name',
    'pkg:git/codeberg.org/forgejo/forgejo@a72d2c07cfca03b55371089de6aa230d8c951fa0#options/locale_readme.md':
      'as above',
  };
  it.skipIf(!existsSync(OUTSIDE))('all pass but for the listed gaps (bar: 579 of 586)', () => {
    const files = ['spec/specification-test.json', ...readdirSync(new URL('types/', OUTSIDE)).map((f) => `types/${f}`)];
    const cases = files.flatMap(
      (file) => (JSON.parse(readFileSync(new URL(file, OUTSIDE), 'utf8')) as { tests: SuiteCase[] }).tests, // the suite's own shape
    );
    const wrong = cases.filter((c) => !passes(c)).map((c) => nameOf(c));
    console.log(`package URL: ${cases.length - wrong.length} of ${cases.length} official tests pass`);
    expect(wrong.filter((name) => !(name in GAPS))).toEqual([]);
    expect(Object.keys(GAPS).filter((name) => !wrong.includes(name))).toEqual([]);
    expect(wrong.length).toBeLessThanOrEqual(7);
  });

  type Parts = Partial<Record<'type' | 'namespace' | 'name' | 'version' | 'subpath', string | null>> & {
    qualifiers?: Record<string, string> | null;
  };
  const run = (c: SuiteCase): Result<Purl> =>
    c.test_type === 'build' ? makePurl(partsOf(c.input as Parts)) : parsePurl(String(c.input)); // build cases give parts
  const nameOf = (c: SuiteCase): string =>
    typeof c.input === 'string'
      ? c.input
      : purlText(partsOf(c.expected_output === null ? {} : (c.input as Parts))).replace('forgejo%2F', 'forgejo/'); // as above

  function partsOf(input: Parts) {
    const { type, namespace, name, version, qualifiers, subpath } = input;
    return {
      type: type ?? '',
      name: name ?? '',
      qualifiers: qualifiers ?? {},
      ...(namespace ? { namespace } : {}),
      ...(version ? { version } : {}),
      ...(subpath ? { subpath } : {}),
    };
  }
  function passes(c: SuiteCase): boolean {
    const result = run(c);
    if (c.expected_failure) return !result.ok;
    if (!result.ok) return false;
    if (c.test_type !== 'parse') return result.value.text === c.expected_output;
    const { text: _, ...parts } = result.value;
    const wanted = partsOf(c.expected_output as Parts); // parse cases expect parts
    return JSON.stringify(ordered(parts)) === JSON.stringify(ordered(wanted));
  }
  function ordered(parts: ReturnType<typeof partsOf>) {
    return [
      parts.type,
      parts.namespace,
      parts.name,
      parts.version,
      parts.subpath,
      Object.entries(parts.qualifiers)
        .filter(([, v]) => v !== '')
        .sort(),
    ];
  }
});

describe('the name of a package', () => {
  it.each([
    ['npm', '@angular/core', 'pkg:npm/%40angular/core', 'npm/@angular/core'],
    ['PyPI', 'Flask_Login', 'pkg:pypi/flask.login', 'pypi/flask-login'],
    ['Maven', 'org.apache:commons', 'pkg:maven/org.apache/commons', 'maven/org.apache:commons'],
    ['Go', 'github.com/gorilla/mux', 'pkg:golang/github.com/gorilla/mux', 'golang/github.com/gorilla/mux'],
    ['crates.io', 'rand', 'pkg:cargo/rand', 'cargo/rand'],
    ['RubyGems', 'rails', 'pkg:gem/rails', 'gem/rails'],
    ['NuGet', 'Newtonsoft.Json', 'pkg:nuget/newtonsoft.json', 'nuget/newtonsoft.json'],
    ['Packagist', 'Laravel/Framework', 'pkg:composer/laravel/framework', 'composer/laravel/framework'],
  ])('of %s is the same from an advisory and from a package URL', (eco, name, purl, key) => {
    expect(packageKey(packageOfEntry({ ecosystem: eco, name }))).toBe(key);
    expect(packageKey(packageOfPurl(expectOk(parsePurl(purl))))).toBe(key);
    expect(packageKey(packageFromKey(key))).toBe(key);
  });

  it('folds vendors and products, and keeps different ones apart', () => {
    expect(packageKey(productPackage('B. Braun Melsungen AG', 'Infusomat® Space'))).toBe(
      'product/b-braun-melsungen/infusomat-space',
    );
    expect(foldVendor('Müller & Söhne GmbH & Co. KG')).toBe('muller-sohne');
    expect(foldVendor('AG')).toBe('ag');
    expect(packageKey(productPackage('Acme Inc.', 'Pump 2'))).not.toBe(packageKey(productPackage('Acme', 'Pump 3')));
  });

  it('of a distribution carries its release in one spelling', () => {
    expect(ecosystem('Debian:12').namespace).toBe('deb:debian:12');
    expect(ecosystem('Debian:bookworm').namespace).toBe('deb:debian:12');
    expect(ecosystem('Debian').release).toBeUndefined();
    expect(ecosystem('Ubuntu:22.04:LTS').namespace).toBe('deb:ubuntu:22.04');
    expect(ecosystem('Ubuntu:Pro:18.04:LTS').namespace).toBe('deb:ubuntu:18.04:pro');
    expect(ecosystem('Alpine:v3.18').scheme?.name).toBe('alpine');
  });

  it('of an unknown ecosystem is a value that cannot forge another namespace', () => {
    expect(ecosystem('Frobnix').scheme).toBeUndefined();
    expect(ecosystem('npm/evil').namespace).toBe('other:npm-evil');
    expect(ecosystem('').namespace).toBe('other:');
    expect(ecosystem('__proto__').namespace).toBe('other:-proto-');
  });
});

it('refuses half a character instead of throwing', () => {
  expect(parsePurl('pkg:npm/\ud800a').ok).toBe(false);
});
