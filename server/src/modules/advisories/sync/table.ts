// The feeds that can be synced: what each is, where it is asked, on whose terms, what is to be minded. A row here and a file with
// its protocol are a feed. Addresses are bases without a slash at their end; a mirror takes the place of one.
import { SYNC_SOURCES } from '@leadtime/contract';

export type SyncSource = (typeof SYNC_SOURCES)[number];

export interface FeedRow {
  readonly name: string;
  readonly addresses: Readonly<Record<string, string>>;
  /** Licence or terms of the other side. */
  readonly terms: string;
  /** How it is asked, what leaves the instance by that, and where the limits are. */
  readonly how: string;
}

export const FEEDS: Readonly<Record<SyncSource, FeedRow>> = {
  osv: {
    name: 'OSV advisories',
    addresses: { bucket: 'https://osv-vulnerabilities.storage.googleapis.com' },
    terms: 'Each source its own, mostly CC-BY 4.0 and CC0 (google.github.io/osv.dev/data).',
    how: 'The whole zip of each ecosystem once, then only the records that changed. The other side learns which ecosystems.',
  },
  ghsa: {
    name: 'GitHub Advisory Database',
    addresses: {
      api: 'https://api.github.com',
      archive: 'https://codeload.github.com',
      files: 'https://raw.githubusercontent.com',
    },
    terms: 'CC-BY 4.0, GitHub, Inc.',
    how: 'The repository once as a tarball, then the files that changed between two commits. Without a token, which is never sent: 60 questions an hour; past that it goes on when GitHub says so.',
  },
  kev: {
    name: 'CISA Known Exploited Vulnerabilities',
    addresses: { catalogue: 'https://www.cisa.gov/sites/default/files/feeds' },
    terms: 'CC0 1.0.',
    how: 'One document, asked for only if it changed.',
  },
  epss: {
    name: 'EPSS scores',
    addresses: { scores: 'https://epss.empiricalsecurity.com' },
    terms: 'Free to use with attribution to FIRST (first.org/epss).',
    how: 'One file a day; until today’s is published, yesterday’s.',
  },
  ssvc: {
    name: 'SSVC decision points (CISA Vulnrichment)',
    addresses: {
      api: 'https://api.github.com',
      archive: 'https://codeload.github.com',
      files: 'https://raw.githubusercontent.com',
    },
    terms: 'CC0 1.0.',
    how: 'As the GitHub Advisory Database: a tarball once, then changed files.',
  },
  nvd: {
    name: 'National Vulnerability Database',
    addresses: { api: 'https://services.nvd.nist.gov' },
    terms: 'Public domain. This product uses data from the NVD API but is not endorsed or certified by the NVD.',
    how: 'Pages of 2,000 records, then what was modified since. 5 questions in 30 seconds, or 50 with a key in LEADTIME_NVD_KEY.',
  },
  csaf: {
    name: 'CSAF providers',
    addresses: {},
    terms: 'Each provider its own; only documents marked TLP:WHITE or TLP:CLEAR are kept.',
    how: 'The providers on this instance’s list, each by its own metadata. Digests are compared, and OpenPGP signatures held against pinned keys.',
  },
};

export const isSyncSource = (source: string): source is SyncSource =>
  (SYNC_SOURCES as readonly string[]).includes(source);

/** Where a feed is asked by this instance: the mirrors take the place of the addresses that have their names. */
export const addressesOf = (
  source: SyncSource,
  mirrors: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(FEEDS[source].addresses).map(([name, address]) => [
      name,
      (Object.hasOwn(mirrors, name) ? (mirrors[name] ?? address) : address).replace(/\/+$/, ''),
    ]),
  );
