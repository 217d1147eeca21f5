// Advisories: what is published, ours and those of others, and the feeds they come by.
import { z } from 'zod';
import { day, done, instant, pageOf, pageQuery, text, uuid } from './common.ts';
import { routes } from './route.ts';

export const TLP = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'] as const;
export const affectedPackage = z.strictObject({
  ecosystem: text(80),
  name: text(300),
  vendor: text(200).optional(),
  purl: text(512).optional(),
  introduced: text(100).default('0'),
  fixed: text(100).optional(),
  lastAffected: text(100).optional(),
  versions: z.array(text(100)).max(1_000).default([]),
});
export const advisoryDraft = z.strictObject({
  title: text(300),
  summary: text(2_000),
  details: text(20_000),
  tlp: z.enum(TLP).default('TLP:CLEAR'),
  affected: z.array(affectedPackage).min(1).max(200),
  cve: z
    .string()
    .regex(/^CVE-\d{4}-\d{4,}$/)
    .optional(),
  weaknesses: z
    .array(z.string().regex(/^CWE-\d+$/))
    .max(20)
    .default([]),
  vectors: z.array(text(300)).max(6).default([]),
  mitigation: text(4_000).optional(),
  /** What an operator without staff should do, in plain words. */
  plain: z.strictObject({ what: text(600), howToLook: text(600), ifYouCannot: text(600) }).optional(),
  references: z.array(z.url().max(2_000)).max(50).default([]),
  credits: z.array(text(200)).max(200).default([]),
});
export const advisoryRow = z.object({
  id: uuid,
  publicId: z.string(),
  source: z.string(),
  title: z.string(),
  aliases: z.array(z.string()),
  state: z.enum(['draft', 'published', 'withdrawn']),
  tlp: z.enum(TLP),
  severity: z.string(),
  packages: z.array(z.string()),
  revision: z.number().int(),
  publishedAt: instant.nullable(),
  modifiedAt: instant,
  kev: z.boolean(),
});
export const advisoryView = z.object({
  row: advisoryRow,
  draft: advisoryDraft.nullable(),
  summary: z.string(),
  details: z.string(),
  affected: z.array(z.object({ package: z.string(), ranges: z.array(z.string()), fixed: z.string().nullable() })),
  revisions: z.array(z.object({ number: z.string(), date: instant, summary: z.string() })),
  references: z.array(z.string()),
  credits: z.array(z.string()),
  /** Failed mandatory tests of the CSAF validator; empty when it may leave. */
  validation: z.array(z.object({ test: z.string(), path: z.string(), text: z.string() })),
  caseId: uuid.nullable(),
  formats: z.array(z.object({ name: z.string(), path: z.string() })),
});
export const feedStatus = z.object({
  source: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  records: z.number().int(),
  lastSuccessAt: instant.nullable(),
  asOf: instant.nullable(),
  maxAgeHours: z.number().int(),
  stale: z.boolean(),
  /** Read once, or chosen to be; one that nobody asked for yet is never old. KEV, OSV and SSVC always are: duties rest on them. */
  used: z.boolean(),
  running: z.boolean(),
  progress: z.string().nullable(),
  lastError: z.string().nullable(),
  allowed: z.boolean(),
  /** Can be fetched by the instance itself. */
  syncable: z.boolean(),
  /** Every address that a sync asks, mirrors in their place, and the hosts of them that egress does not allow. */
  addresses: z.array(z.object({ name: z.string(), address: z.string(), mirror: z.boolean(), allowed: z.boolean() })),
  toAllow: z.array(z.string()),
  /** The other side’s licence or terms, and how it is asked. */
  terms: z.string().nullable(),
  how: z.string().nullable(),
  /** What to mind of the last success. */
  note: z.string().nullable(),
  /** It was put off, and goes on by itself then. */
  waitsUntil: instant.nullable(),
  /** When the last sync ended, well or not. */
  endedAt: instant.nullable(),
  everyHours: z.number().int().nullable(),
  nextAt: instant.nullable(),
  /** Chosen ones; none: those that inventories hold. */
  ecosystems: z.array(z.string()),
});
/** Feeds that the instance can fetch by itself. */
/** What can be imported from a file; `cve` has no address of its own to be synced from. */
export const IMPORT_SOURCES = ['kev', 'osv', 'ghsa', 'cve', 'csaf', 'nvd', 'ssvc', 'epss'] as const;
export const SYNC_SOURCES = ['osv', 'ghsa', 'kev', 'epss', 'ssvc', 'nvd', 'csaf'] as const;
export const feedProvider = z.object({
  id: uuid,
  /** As it was given: a domain, or the address of its metadata. */
  asked: z.string(),
  metadataUrl: z.string().nullable(),
  publisher: z.string().nullable(),
  addedAt: instant,
  lastSuccessAt: instant.nullable(),
  lastError: z.string().nullable(),
  documents: z.number().int(),
  /** Of the OpenPGP keys that are pinned: given by who added it, or first seen. */
  fingerprints: z.array(z.string()),
  note: z.string().nullable(),
  /** Hosts to allow before it can be asked at all. */
  toAllow: z.array(z.string()),
});
/** A base address without a query: where a mirror keeps what the other side has. */
const mirror = z
  .url()
  .max(500)
  .refine((u) => /^https?:\/\/[^?#@]+$/.test(u), 'an address without user, query and fragment');
const id = z.object({ id: uuid });
export const advisoryRoutes = routes({
  'advisories.list': {
    method: 'GET',
    path: '/api/v1/advisories',
    action: 'public.read',
    shows: 'public',
    summary: 'Published advisories; drafts too for those who write them.',
    query: z.object({
      ...pageQuery,
      q: text(200).optional(),
      source: z.enum(['ours', 'osv', 'all']).default('ours'),
      state: z.enum(['draft', 'published', 'withdrawn']).optional(),
    }),
    response: pageOf(advisoryRow),
  },
  'advisories.read': {
    method: 'GET',
    path: '/api/v1/advisories/:id',
    action: 'public.read',
    shows: 'public',
    params: id,
    summary: 'One advisory.',
    response: advisoryView,
  },
  'advisories.draft': {
    method: 'POST',
    path: '/api/v1/cases/:id/advisory',
    action: 'advisory.write',
    shows: 'own',
    params: id,
    status: 201,
    summary: 'Draft an advisory from a case, filled in from what is known.',
    response: advisoryView,
  },
  'advisories.edit': {
    method: 'PUT',
    path: '/api/v1/advisories/:id',
    action: 'advisory.write',
    shows: 'own',
    params: id,
    summary: 'Change a draft, or prepare the next revision.',
    body: advisoryDraft,
    response: advisoryView,
  },
  'advisories.preview': {
    method: 'GET',
    path: '/api/v1/advisories/:id/preview',
    action: 'advisory.write',
    shows: 'own',
    params: id,
    summary: 'CSAF, OSV and plain words as they would leave, with the validator’s verdict.',
    response: z.object({
      csaf: z.unknown(),
      osv: z.unknown(),
      plain: z.string(),
      validation: advisoryView.shape.validation,
    }),
  },
  'advisories.publish': {
    method: 'POST',
    path: '/api/v1/advisories/:id/publish',
    action: 'advisory.write',
    shows: 'own',
    params: id,
    summary: 'Publish. It cannot be unsaid: later changes are revisions.',
    body: z.strictObject({ summary: text(500), overrideEmbargo: text(1_000).optional() }),
    response: advisoryView,
  },
  'advisories.withdraw': {
    method: 'POST',
    path: '/api/v1/advisories/:id/withdraw',
    action: 'advisory.write',
    shows: 'own',
    params: id,
    summary: 'Withdraw: what it claimed is retracted, with a revision that says so.',
    body: z.strictObject({ reason: text(1_000) }),
    response: advisoryView,
  },
  'advisories.csaf': {
    method: 'GET',
    path: '/advisories/:id/csaf.json',
    action: 'public.read',
    shows: 'public',
    params: id,
    summary: 'CSAF 2.0.',
  },
  'advisories.osv': {
    method: 'GET',
    path: '/advisories/:id/osv.json',
    action: 'public.read',
    shows: 'public',
    params: id,
    summary: 'OSV.',
  },
  'feed.index': {
    method: 'GET',
    path: '/feed/index.json',
    action: 'public.read',
    shows: 'public',
    summary: 'Published advisories with their revisions, digests and addresses.',
  },
  'feed.osv': {
    method: 'GET',
    path: '/feed/osv.ndjson',
    action: 'public.read',
    shows: 'public',
    summary: 'All published advisories as OSV, one a line.',
  },
  'feeds.list': {
    method: 'GET',
    path: '/api/v1/feeds',
    action: 'feed.manage',
    shows: 'public',
    summary: 'Outside feeds, how old, how allowed.',
    response: z.object({ items: z.array(feedStatus), egress: z.array(z.string()) }),
  },
  'feeds.import': {
    method: 'POST',
    path: '/api/v1/feeds/:source/import',
    action: 'feed.manage',
    shows: 'public',
    bytes: true,
    status: 202,
    params: z.object({ source: z.enum(IMPORT_SOURCES) }),
    query: z.object({
      filename: text(255).optional(),
      /** The file is all of the feed: without this it dates nothing, and *not affected* rests on what was before. */
      whole: z.enum(['true', 'false']).default('false'),
      /** When the file was got, if that is to count in place of the date that the file states. A day counts from its beginning, in UTC. */
      asOf: z.union([day, instant]).optional(),
    }),
    summary:
      'Import from a file: records as JSON, a list, lines, zip, tar or gzip of these; EPSS as CSV. Given again, it passes over what is in.',
    response: z.object({
      importId: uuid,
      accepted: z.number().int(),
      /** Of those accepted: taken before, and passed over unread. What was wrong in them was told then. */
      takenBefore: z.number().int(),
      refused: z.number().int(),
      whole: z.boolean(),
      /** As of when the feed is complete now; null: it never was. */
      asOf: instant.nullable(),
      problems: z.array(z.object({ code: z.string(), path: z.string(), detail: z.string() })),
      problemsTotal: z.number().int(),
    }),
  },
  'feeds.sync': {
    method: 'POST',
    path: '/api/v1/feeds/:source/sync',
    action: 'feed.manage',
    shows: 'public',
    status: 202,
    params: z.object({ source: z.enum(SYNC_SOURCES) }),
    query: z.object({
      /** Of osv, for this time alone: names as OSV spells them, with commas between. */ ecosystem:
        text(2_000).optional(),
    }),
    summary: 'Fetch the feed from its address, if egress allows it; goes on where it stopped.',
    response: done,
  },
  'feeds.choose': {
    method: 'PUT',
    path: '/api/v1/feeds/:source',
    action: 'feed.manage',
    shows: 'public',
    params: z.object({ source: z.enum(SYNC_SOURCES) }),
    body: z.strictObject({
      /** null: only when somebody asks. */
      everyHours: z.number().int().min(1).max(720).nullable().optional(),
      ecosystems: z.array(text(80)).max(100).optional(),
      mirrors: z.record(text(40), mirror).optional(),
    }),
    summary: 'How often it is fetched by itself, which ecosystems, from which mirrors. What is left out stays.',
    response: done,
  },
  'feedProviders.list': {
    method: 'GET',
    path: '/api/v1/feed-providers',
    action: 'feed.manage',
    shows: 'public',
    summary: 'The CSAF providers that are read, and how each is.',
    response: z.object({ items: z.array(feedProvider) }),
  },
  'feedProviders.add': {
    method: 'POST',
    path: '/api/v1/feed-providers',
    action: 'feed.manage',
    shows: 'public',
    status: 201,
    body: z.strictObject({ provider: text(500), fingerprints: z.array(text(200)).max(20).default([]) }),
    summary: 'Add a CSAF provider by its domain, or by the address of its provider-metadata.json.',
    response: feedProvider,
  },
  'feedProviders.remove': {
    method: 'DELETE',
    path: '/api/v1/feed-providers/:id',
    action: 'feed.manage',
    shows: 'public',
    params: id,
    summary: 'Take a CSAF provider off the list. What it published here stays.',
    response: done,
  },
});
