// From bytes to rows, without a database: what is the same component, which asset it is on, and that nothing is left out.
import { readFileSync } from 'node:fs';
import { VERSION_JUDGE_MASK, withoutRelease } from '@leadtime/lib/exposure';
import { expectOk } from '@leadtime/lib/kit';
import { describe, expect, it } from 'vitest';
import { bom } from '../../../test/operators.ts';
import { bounded, packageCell } from './names.ts';
import { type Prepared, prepare, type Said } from './prepare.ts';
import { prepareApart } from './prepare-apart.ts';

const read = (text: string, said: Partial<Said> = {}): Prepared =>
  expectOk(prepare(Buffer.from(text), { name: 'inventory', ...said }));
const prints = (p: Prepared): string[] => p.components.map((c) => c.fingerprint);

describe('a component', () => {
  it('is the same in the next inventory wherever it stands there, and of several that are alike each is one', () => {
    const first = prints(read(bom(['pkg:npm/a@1', 'pkg:npm/b@1', 'pkg:npm/a@1'])));
    const second = prints(read(bom(['pkg:npm/b@1', 'pkg:npm/a@1', 'pkg:npm/c@1', 'pkg:npm/a@1'])));
    expect(new Set(first).size).toBe(3);
    expect(first.filter((p) => !second.includes(p))).toEqual([]);
  });

  it('is another one with another version, or on another asset', () => {
    const one = (text: string, said?: Partial<Said>) => prints(read(text, said))[0];
    const known = one(bom(['pkg:npm/a@1.0.0']));
    expect(one(bom(['pkg:npm/a@1.0.1']))).not.toBe(known);
    expect(one(bom(['pkg:npm/a@1.0.0']), { asset: 'elsewhere' })).not.toBe(known);
  });

  it('is looked up under the packages that it may be, and kept by its package without the release', () => {
    const [deb, other] = read(
      bom(['pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl', 'pkg:npm/%40acme/tar@2.0.0']),
    ).components;
    expect(deb?.keys.map((k) => `${k.package} ${k.via}`)).toEqual([
      'deb:debian:12/openssl upstream-qualifier',
      'deb:debian/openssl upstream-qualifier',
    ]);
    expect([deb?.package, other?.package, other?.restsOn]).toEqual([
      'deb:debian/openssl',
      'npm/@acme/tar',
      'osv-or-ghsa',
    ]);
  });

  it('that names more packages than are looked up says so', () => {
    const upstream = Array.from({ length: 40 }, (_, i) => `source${i}`).join('%2C');
    const p = read(bom([`pkg:deb/debian/x@1?distro=debian-12&upstream=${upstream}`]));
    expect(p.components[0]?.keys).toHaveLength(16);
    expect(p.problems.map((x) => x.code)).toEqual(['field.too-many']);
  });

  it('that cannot be looked up is a row like any other, with why', () => {
    const p = read('vendor,product,version\nVelloria,Pump,1\n,Pump,1\nVelloria,,1\n');
    expect(p.components.map((c) => c.cannotMatch?.code ?? c.package)).toEqual([
      'product/velloria/pump',
      'vendor-missing',
      'product/velloria/no-name',
    ]);
    expect(p.problemsTotal).toBe(2);
    expect(p.components.map((c) => c.restsOn)).toEqual(['products', null, 'products']);
  });
});

describe('a document', () => {
  it('is read whatever bill of materials it is, by its bytes', () => {
    const purl = 'pkg:npm/left@1.2.2';
    const texts = [
      bom([purl]),
      `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>left</name><purl>${purl}</purl></component></components></bom>`,
      `SPDXVersion: SPDX-2.3\nPackageName: left\nExternalRef: PACKAGE-MANAGER purl ${purl}\n`,
    ];
    expect(
      texts.map((text) => read(text)).map(({ format, components }) => `${format} ${components[0]?.package}`),
    ).toEqual(['cyclonedx npm/left', 'cyclonedx npm/left', 'spdx npm/left']);
  });
});

describe('an asset', () => {
  it('is the one of the row, else the one that was said, else the inventory itself', () => {
    const sheet = 'vendor,product,version,asset\nV,P,1,pump-1\nV,P,2,\n';
    expect(read(sheet, { asset: 'ward' }).components.map((c) => c.asset)).toEqual(['pump-1', 'ward']);
    expect(read(sheet).assets.map((a) => a.name)).toEqual(['pump-1', 'inventory']);
  });

  it('that one row calls public is public, and a row that calls it internal is a problem', () => {
    const p = read('vendor,product,version,asset,exposure\nV,P,1,a,internal\nV,Q,1,a,public\nV,R,1,b,\n', {
      exposure: 'internal',
    });
    expect(p.assets.map((a) => `${a.name} ${a.exposure}`)).toEqual(['a public', 'b internal']);
    expect(p.problems.map((x) => `${x.code} ${x.path}`)).toEqual(['field.value /line/3']);
  });
});

describe('names', () => {
  it('stay within what an index row holds, and two that differ stay two', () => {
    const long = 'x'.repeat(9_000);
    expect(packageCell(`npm/${long}`).length).toBeLessThanOrEqual(300);
    expect(packageCell(`npm/${long}a`)).not.toBe(packageCell(`npm/${long}b`));
    expect(bounded('\u{1f4a9}'.repeat(200), 101).isWellFormed()).toBe(true);
    expect(withoutRelease('npm/@a:b:c/d')).toBe('npm/@a:b:c/d');
    expect(withoutRelease('deb:debian:12/openssl')).toBe('deb:debian/openssl');
  });

  it('and masks are those of the index: what the partial index leaves out is decided by ranges', () => {
    const migration = readFileSync(new URL('../../../migrations/0008_inventories.sql', import.meta.url), 'utf8');
    expect(migration).toContain(`WHERE version_key IS NULL OR flags & ${VERSION_JUDGE_MASK} <> 0`);
  });
});

describe('a large inventory', () => {
  it('is read in a thread to the same rows, and refused there with the same problems', async () => {
    const text = bom(Array.from({ length: 4_500 }, (_, i) => `pkg:npm/package-number-${i}@1.${i}.0`));
    expect(text.length).toBeGreaterThan(256 * 1024);
    const said = { name: 'large' };
    const apart = expectOk(await prepareApart(Buffer.from(text), said));
    const here = expectOk(prepare(Buffer.from(text), said));
    expect(apart.components.length).toBe(4_500);
    expect(JSON.stringify(apart.assets)).toBe(JSON.stringify(here.assets));
    expect(prints(apart)).toEqual(prints(here));
    expect(
      Buffer.from(apart.components[7]?.keys[0]?.versionKey ?? []).equals(
        here.components[7]?.keys[0]?.versionKey ?? new Uint8Array(),
      ),
    ).toBe(true);
    const broken = await prepareApart(Buffer.from(`${text}}`), said);
    expect(broken).toMatchObject({ ok: false, problems: [{ code: 'json.syntax' }] });
  });
});
