// Reports: what arrives. Bytes are stored by digest before the receipt is given; parsing follows and is polled.
import { z } from 'zod';
import { digest, instant, pageOf, pageQuery, text, uuid } from './common.ts';
import { LIMITS } from './limits.ts';
import { routes } from './route.ts';

export const REPORT_FORMATS = ['sarif', 'osv', 'report', 'ndjson'] as const;
export const REPORT_STAGES = ['stored', 'reading', 'read', 'unreadable'] as const;
export const LEDGER_STAGES = ['written', 'sequenced', 'checkpointed'] as const;

export const receipt = z.object({
  reportId: uuid,
  digest,
  size: z.number().int(),
  receivedAt: instant,
  /** The same party’s same bytes were here before: this is the receipt of then. */
  seenBefore: z.boolean(),
  monitor: z.string(),
  ledger: z.object({ entryId: uuid, commitment: z.string(), nonce: z.string() }),
});
export type Receipt = z.infer<typeof receipt>;

const placed = z.object({ code: z.string(), path: z.string(), detail: z.string(), advice: z.string() });
export const reportStatus = z.object({
  id: uuid,
  filename: z.string().nullable(),
  format: z.enum([...REPORT_FORMATS, 'unknown']),
  size: z.number().int(),
  digest,
  receivedAt: instant,
  receivedFrom: z.string(),
  stage: z.enum(REPORT_STAGES),
  /** Findings committed so far, and those read but dropped with a reason. */
  findings: z.number().int(),
  dropped: z.number().int(),
  problems: z.number().int(),
  /** 0 to 1 of the bytes, null before reading began. */
  progress: z.number().nullable(),
  finishedAt: instant.nullable(),
  /** When its findings had been compared with what others sent; null: not yet all of them. */
  comparedAt: instant.nullable(),
  /** Counted once the report is read; zero before. */
  outcomes: z.object({
    new: z.number().int(),
    duplicate: z.number().int(),
    validated: z.number().int(),
    rejected: z.number().int(),
    told: z.number().int(),
    fixed: z.number().int(),
    published: z.number().int(),
  }),
  ledgerStage: z.enum(LEDGER_STAGES),
});
export type ReportStatus = z.infer<typeof reportStatus>;

export const reportFinding = z.object({
  id: uuid,
  ordinal: z.number().int(),
  title: z.string(),
  target: z.string(),
  location: z.string().nullable(),
  weaknesses: z.array(z.string()),
  severity: z.string(),
  vulnerabilityId: uuid,
  /** What became of it, in words for its finder, and why. */
  became: z.string(),
  state: z.string(),
  placeInLine: z.object({ place: z.number().int(), of: z.number().int() }).nullable(),
  credited: z.boolean(),
});

const id = z.object({ id: uuid });
const submitQuery = z.object({
  format: z.enum(REPORT_FORMATS).optional(),
  filename: text(255).optional(),
  /** For formats that do not say what was examined: a purl or repository of the target. */
  target: text(512).optional(),
  digest: digest.optional(),
  discoveredBy: z.enum(['human', 'model', 'harness', 'tool', 'unknown']).optional(),
  model: text(128).optional(),
  harness: text(128).optional(),
  runId: text(128).optional(),
  promptRetention: z.enum(['none', 'limited', 'training', 'unknown']).optional(),
});

export const reportRoutes = routes({
  'limits.read': {
    method: 'GET',
    path: '/api/v1/limits',
    action: 'public.read',
    shows: 'public',
    summary: 'Limits of size and number.',
    response: z.record(z.string(), z.number()),
  },
  'reports.submit': {
    method: 'POST',
    path: '/api/v1/reports',
    action: 'report.submit',
    shows: 'own',
    status: 202,
    bytes: true,
    query: submitQuery,
    summary:
      'Send one report: the body is the file. SARIF 2.1.0, OSV, Leadtime report, or NDJSON of either of the last two.',
    response: receipt,
  },
  'reports.submitBatch': {
    method: 'POST',
    path: '/api/v1/reports/batch',
    action: 'report.submit',
    shows: 'own',
    status: 202,
    bytes: true,
    query: submitQuery,
    summary: 'Send many files as multipart/form-data. Each gets its own receipt or its own problems.',
    response: z.object({
      receipts: z.array(z.object({ part: z.string(), receipt })),
      refused: z.array(z.object({ part: z.string(), code: z.string(), detail: z.string() })),
    }),
  },
  'uploads.open': {
    method: 'POST',
    path: '/api/v1/uploads',
    action: 'report.submit',
    shows: 'own',
    status: 201,
    summary: 'Open an upload that can be resumed.',
    body: z.strictObject({
      size: z.number().int().min(1).max(LIMITS.reportBytes),
      digest,
      filename: text(255).optional(),
    }),
    response: z.object({ uploadId: uuid, offset: z.number().int(), receipt: receipt.nullable() }),
  },
  'uploads.read': {
    method: 'GET',
    path: '/api/v1/uploads/:id',
    action: 'report.submit',
    shows: 'own',
    params: id,
    summary: 'How far an upload has come.',
    response: z.object({ uploadId: uuid, offset: z.number().int(), size: z.number().int() }),
  },
  'uploads.append': {
    method: 'PATCH',
    path: '/api/v1/uploads/:id',
    action: 'report.submit',
    shows: 'own',
    bytes: true,
    params: id,
    query: submitQuery.extend({ offset: z.coerce.number().int().min(0) }),
    summary: 'Append bytes at an offset. The last bytes make it a report.',
    response: z.object({ offset: z.number().int(), receipt: receipt.nullable() }),
  },
  'reports.list': {
    method: 'GET',
    path: '/api/v1/reports',
    action: 'report.submit',
    shows: 'own',
    summary: 'Our reports, newest first.',
    query: z.object({ ...pageQuery, stage: z.enum(REPORT_STAGES).optional(), q: text(200).optional() }),
    response: pageOf(reportStatus),
  },
  'reports.read': {
    method: 'GET',
    path: '/api/v1/reports/:id',
    action: 'report.submit',
    shows: 'own',
    params: id,
    summary: 'What became of a report.',
    response: reportStatus,
  },
  'reports.problems': {
    method: 'GET',
    path: '/api/v1/reports/:id/problems',
    action: 'report.submit',
    shows: 'own',
    params: id,
    summary:
      'What could not be read and what was dropped, each with its place and reason: the first 1,000; all are counted.',
    response: z.object({
      items: z.array(placed),
      total: z.number().int(),
      dropped: z.array(z.object({ reason: z.string(), count: z.number().int(), first: z.string() })),
    }),
  },
  'reports.findings': {
    method: 'GET',
    path: '/api/v1/reports/:id/findings',
    action: 'report.submit',
    shows: 'own',
    params: id,
    query: z.object(pageQuery),
    summary: 'The findings of a report and what became of each.',
    response: pageOf(reportFinding),
  },
  'reports.bytes': {
    method: 'GET',
    path: '/api/v1/reports/:id/bytes',
    action: 'report.submit',
    shows: 'own',
    params: id,
    summary: 'The bytes as they came, as a download.',
  },
  'reports.receipt': {
    method: 'GET',
    path: '/api/v1/reports/:id/receipt',
    action: 'report.submit',
    shows: 'own',
    params: id,
    summary:
      'The receipt with the stage that its ledger entry has reached and, once there, checkpoint and inclusion proof.',
    response: z.object({
      receipt,
      stage: z.enum(LEDGER_STAGES),
      index: z.number().int().nullable(),
      checkpoint: z.string().nullable(),
      proof: z.array(z.string()).nullable(),
    }),
  },
});
