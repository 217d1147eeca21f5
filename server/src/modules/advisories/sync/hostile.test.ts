// Damaged answers of every kind that is read here: each is taken, or refused in words; nothing else is thrown, nothing hangs.

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { mutants } from '../../../../../lib/src/kit/testing/mutate.ts';
import { Refusal } from '../../../edge/refusal.ts';
import { settableClock } from '../../../platform/clock.ts';
import type { Egress } from '../../../platform/egress.ts';
import { plainBytes } from '../feeds/records.ts';
import { filesOfTar } from '../feeds/tar.ts';
import { fetchDocument } from './csaf/document.ts';
import { listingOf } from './csaf/listing.ts';
import { metadataOf } from './csaf/metadata.ts';
import { keysFrom } from './csaf/signature.ts';
import { tarOf } from './testing/archives.ts';
import { Blocked, Later } from './trouble.ts';

const BASE = 'https://vendor.example';
const METADATA = JSON.stringify({
  canonical_url: `${BASE}/.well-known/csaf/provider-metadata.json`,
  distributions: [
    { rolie: { feeds: [{ tlp_label: 'WHITE', url: `${BASE}/feed.json` }] } },
    { directory_url: `${BASE}/d/` },
  ],
  publisher: { name: 'Vendor' },
});
const FEED = JSON.stringify({
  feed: {
    link: [{ rel: 'next', href: `${BASE}/feed.json` }],
    entry: [
      {
        updated: '2026-11-20T00:00:00Z',
        link: [
          { rel: 'self', href: `${BASE}/d/a.json` },
          { rel: 'hash', href: `${BASE}/d/a.json.sha256` },
        ],
        content: { src: 'a.json' },
      },
    ],
  },
});
const CHANGES = '"a.json","2026-11-20T10:00:00Z"\n"sub/b.json","2026-11-19T10:00:00+00:00"\n../c.json,yesterday\n';
const DOCUMENT = JSON.stringify({ document: { tracking: { id: 'A-1' }, distribution: { tlp: { label: 'WHITE' } } } });

/** Everything that is asked for is these bytes. */
const answering = (bytes: Uint8Array) => ({
  egress: {
    hosts: [],
    allows: () => true,
    fetch: async () => new Response(Buffer.from(bytes)),
  } satisfies Egress,
  clock: settableClock('2026-11-22T10:00:00.000Z'),
});
const parsed = (distributions: object[]) => JSON.parse(JSON.stringify({ ...JSON.parse(METADATA), distributions }));

async function holds(
  corpus: readonly string[],
  work: (bytes: Uint8Array) => Promise<unknown>,
  runs = 2_500,
): Promise<void> {
  let slowest = 0;
  for (const input of mutants(corpus, { runs, seed: 7 })) {
    const began = performance.now();
    await work(input).catch((error: unknown) => {
      if (!(error instanceof Blocked || error instanceof Later)) throw error;
      expect(error.message.length).toBeGreaterThan(20);
      expect(error.message.length).toBeLessThan(2_000);
    });
    slowest = Math.max(slowest, performance.now() - began);
  }
  expect(slowest).toBeLessThan(2_000);
}

it('leads nowhere without TLS where it began with it', async () => {
  const metadata = JSON.stringify({
    ...JSON.parse(METADATA),
    distributions: [{ directory_url: 'http://vendor.example/d/' }],
  });
  await expect(metadataOf(answering(Buffer.from(metadata)), 'https://vendor.example/pm.json')).rejects.toThrow(
    /without TLS/,
  );
  const list = parsed([{ directory_url: `${BASE}/d/` }]);
  const lines = Buffer.from(
    '"http://vendor.example/d/a.json","2026-11-20T10:00:00Z"\n"b.json","2026-11-20T10:00:00Z"\n',
  );
  expect((await listingOf(answering(lines), list)).documents.map((d) => d.url)).toEqual([`${BASE}/d/b.json`]);
});
it('2,500 damaged metadata of providers, and as many security.txt', () =>
  holds([METADATA, `CSAF: ${BASE}/x.json\n`], (b) => metadataOf(answering(b), 'vendor.example')));
it('2,500 damaged ROLIE feeds', () => {
  const metadata = parsed([{ rolie: { feeds: [{ tlp_label: 'WHITE', url: `${BASE}/feed.json` }] } }]);
  return holds([FEED], (b) => listingOf(answering(b), metadata));
});
it('2,500 damaged lists of a directory', () => {
  const metadata = parsed([{ directory_url: `${BASE}/d/` }]);
  return holds([CHANGES], (b) => listingOf(answering(b), metadata));
});
it('2,500 damaged documents', () =>
  holds([DOCUMENT], (b) =>
    fetchDocument(
      answering(b),
      { url: `${BASE}/d/a.json`, changed: undefined, hashes: [`${BASE}/d/a.json.sha512`], signatures: [] },
      { since: undefined, keys: keysFrom([]), mustSign: false },
    ),
  ));
it('2,500 damaged tarballs, damaged before and after they were packed', () => {
  const tar = tarOf({ 'top/a.json': '{"a":1}', [`top/${'long/'.repeat(40)}b.json`]: '{}' }).toString('latin1');
  const read = async (bytes: Buffer) => {
    const chunks = (async function* () {
      yield bytes;
    })();
    for await (const file of filesOfTar(plainBytes(chunks), () => true, 4_096)) void file;
  };
  return holds([tar], async (b) => {
    const plain = Buffer.from(Buffer.from(b).toString('utf8'), 'latin1');
    await read(gzipSync(plain)).catch((e: unknown) => {
      if (!(e instanceof Refusal)) throw e;
    });
    await read(Buffer.from(b)).catch((e: unknown) => {
      throw e instanceof Refusal ? new Blocked(e.message) : e;
    });
  });
});
