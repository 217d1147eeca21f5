import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { holdReader } from '../kit/testing/mutate.ts';
import {
  ecosystem,
  foldVendor,
  makePurl,
  PURL_TYPES,
  packageFromKey,
  packageKey,
  packageOfEntry,
  packageOfPurl,
  parsePurl,
  productPackage,
  withoutVersion,
} from './index.ts';

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

it('keeps its promise for 10,000 damaged texts', () => {
  const run = holdReader(
    (input) => {
      const parsed = parsePurl(new TextDecoder().decode(input));
      if (!parsed.ok) return { accepted: false, problems: parsed.problems.length };
      expect(expectOk(parsePurl(parsed.value.text))).toEqual(parsed.value);
      return { accepted: true, problems: 0 };
    },
    [
      'pkg:npm/%40angular/core@12.3.1?a=b&c=d%26#sub/dir',
      'pkg:deb/debian/libssl3@1:3.0.11-1%2Bb1?arch=amd64&distro=debian-12',
      'pkg:git/codeberg.org/a/b@v1',
      'pkg:pub/a_b@1',
      'pkg:cpan/GDT/URI-PackageURL?ext=zip',
    ],
  );
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(100);
});

describe('a package URL read to the letter', () => {
  const letter = (purl: string): boolean => parsePurl(purl, '', 'to-the-letter').ok;
  it('may not write the keys of its type in capitals, nor leave out what its type asks for', () => {
    expect(letter('pkg:gem/x@1?Platform=java')).toBe(false);
    expect(text('pkg:gem/x@1?Platform=java')).toBe('pkg:gem/x@1?platform=java');
    expect(letter('pkg:gem/x@1?platform=java')).toBe(true);
    expect(letter('pkg:golang/stdlib@1.22.1')).toBe(false);
    expect(letter('pkg:golang/example.org/m@v1.0.0')).toBe(true);
  });
});

describe('the types of package URLs', () => {
  const DEFINITIONS = new URL('../../../../shared/data/purl-spec/types/', import.meta.url);
  interface Part {
    readonly requirement?: string;
    readonly case_sensitive?: boolean;
    readonly key?: string;
  }
  // The suite's shape of a definition.
  interface Definition {
    readonly type: string;
    readonly namespace_definition: Part;
    readonly name_definition: Part;
    readonly version_definition?: Part;
    readonly qualifiers_definition?: readonly Part[];
  }
  it('are all registered ones, each as its definition says (bar: all equal)', (context) => {
    context.skip(!existsSync(DEFINITIONS), '../shared/data is absent');
    const definitions = readdirSync(DEFINITIONS).map(
      (file) => JSON.parse(readFileSync(new URL(file, DEFINITIONS), 'utf8')) as Definition,
    );
    expect(definitions.length).toBe(42);
    for (const { type, namespace_definition: space, name_definition: name, ...more } of definitions) {
      const rule = PURL_TYPES.get(type);
      const qualifiers = more.qualifiers_definition ?? [];
      const asked = rule?.namespace === 'expected' ? 'required' : (rule?.namespace ?? 'optional');
      expect([type, asked, [...(rule?.keys ?? [])].sort(), rule?.needs ?? []]).toEqual([
        type,
        space.requirement,
        qualifiers.map(({ key }) => key).sort(),
        qualifiers.filter(({ requirement }) => requirement === 'required').map(({ key }) => key),
      ]);
      if (asked !== 'prohibited')
        expect([type, rule?.lowerNamespace ?? false]).toEqual([type, space.case_sensitive === false]);
      const folds = rule?.fold !== undefined || (rule?.lowerName ?? false);
      if (!['git', 'mlflow'].includes(type)) expect([type, folds]).toEqual([type, name.case_sensitive === false]);
      const lowers = more.version_definition?.case_sensitive === false;
      expect([type, rule?.lowerVersion ?? false]).toEqual([type, lowers]);
    }
  });
});

describe('the shape of a git package', () => {
  it('is a host and a path, folded where the host folds', () => {
    const purl = expectOk(parsePurl('pkg:git/codeberg.org/A/b/c@v1#Dir'));
    expect([purl.namespace, purl.name, purl.text]).toEqual([
      'codeberg.org',
      'A/b/c',
      'pkg:git/codeberg.org/A/b/c@v1#Dir',
    ]);
    expect(text('pkg:git/github.com/A/B')).toBe('pkg:git/github.com/a/b');
    expect(makePurl({ type: 'git', namespace: 'x.org/a', name: 'b', qualifiers: {} }).ok).toBe(false);
  });
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
  expect(makePurl({ type: 'npm', name: 'a', version: '1\udc00', qualifiers: {} }).ok).toBe(false);
  expect(makePurl({ type: 'npm', name: 'a', qualifiers: { x: '\ud800' } }).ok).toBe(false);
});
