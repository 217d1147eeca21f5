// HTTP of intake.
import { Readable } from 'node:stream';
import { LIMITS, problemAdvice, type ReportStatus, type reportFinding } from '@leadtime/contract';
import { PROBLEM_CODES, type ProblemCode } from '@leadtime/lib/kit';
import type { z } from 'zod';
import type { Handlers } from '../../edge/handler.ts';
import { readPage } from '../../edge/page.ts';
import { notFound } from '../../edge/refusal.ts';
import { SEES_FEW } from '../access/index.ts';
import { proofOf } from '../ledger/index.ts';
import { receiveBatch } from './batch.ts';
import { became } from './became.ts';
import { openDesk, receiptOf } from './desk.ts';
import { type IntakeDeps, receive } from './receive.ts';
import * as store from './store.ts';
import { appendUpload, openUpload, uploadState } from './uploads.ts';

export function intakeRoutes(house: Omit<IntakeDeps, 'desk'>): Handlers {
  const deps = { ...house, desk: openDesk(house) };
  const { db } = deps;
  return {
    'limits.read': async () => ({ ...LIMITS }),
    'reports.submit': async ({ actor, bytes, query, reply }) => {
      const receipt = await receive(deps, actor, bytes, query);
      reply.header('location', receipt.monitor);
      reply.header('link', `<${receipt.monitor}>; rel="monitor"`);
      return receipt;
    },
    'reports.submitBatch': ({ actor, bytes, query, headers }) =>
      receiveBatch(deps, actor, { body: bytes, contentType: String(headers['content-type'] ?? ''), said: query }),
    'uploads.open': ({ actor, body }) => openUpload(deps, actor, body),
    'uploads.read': ({ actor, params }) => uploadState(deps, actor, params.id),
    'uploads.append': ({ actor, params, bytes, query: { offset, ...said } }) =>
      appendUpload(deps, actor, params.id, { offset, bytes, said }),
    'reports.list': async ({ actor, query }) => {
      const { rows, ...page } = await db.as(actor.party.id, async (tx) => {
        const reports = (await tx.one(SEES_FEW)).few ? store.REPORTS_OF_FEW : store.REPORTS;
        return readPage(query, (limit, offset) =>
          tx.all(reports, [query.stage ?? null, query.q ?? null, limit, offset]),
        );
      });
      return { items: rows.map(statusOf), ...page };
    },
    'reports.read': async ({ actor, params }) => {
      const row = await db.as(actor.party.id, (tx) => tx.maybe(store.REPORT, [params.id]));
      if (!row) throw notFound();
      return statusOf(row);
    },
    'reports.problems': ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        const report = await tx.maybe(store.REPORT, [params.id]);
        if (!report) throw notFound();
        const rows = await tx.all(store.PROBLEMS, [params.id]);
        return {
          items: rows.map((p) => ({ ...p, advice: adviceOf(p.code) })),
          total: report.problems,
          dropped: await tx.all(store.DROPS, [params.id]),
        };
      }),
    'reports.findings': ({ actor, params, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (!(await tx.maybe(store.REPORT, [params.id]))) throw notFound();
        const { rows, ...page } = await readPage(query, (limit, offset) =>
          tx.all(store.REPORT_FINDINGS, [params.id, limit, offset]),
        );
        return { items: rows.map(findingOf), ...page };
      }),
    'reports.bytes': async ({ actor, params }) => {
      const row = await db.as(actor.party.id, (tx) => tx.maybe(store.REPORT_BLOB, [params.id]));
      if (!row) throw notFound();
      return {
        file: true,
        type: 'application/octet-stream',
        body: Readable.from(deps.blobs.read(row.blob_id, row.bytes)),
        download: row.filename ?? `report-${params.id}`,
      };
    },
    'reports.receipt': ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        const row = await tx.maybe(store.RECEIPT, [params.id]);
        if (!row) throw notFound();
        return { receipt: receiptOf(row, false), ...(await proofOf(tx, row.index)) };
      }),
  };
}

function statusOf(r: store.ReportRow): ReportStatus {
  return {
    id: r.id,
    filename: r.filename,
    format: r.format as ReportStatus['format'], // written from the same list
    size: r.size,
    digest: r.digest.toString('hex'),
    receivedAt: r.received_at,
    receivedFrom: r.received_from,
    stage: r.stage,
    findings: r.findings,
    dropped: r.dropped,
    problems: r.problems,
    progress: r.progress,
    finishedAt: r.finished_at,
    comparedAt: r.compared_at,
    outcomes: r.outcomes,
    ledgerStage: r.checkpointed ? 'checkpointed' : r.ledger_index === null ? 'written' : 'sequenced',
  };
}

function findingOf(r: store.ReportFindingRow): z.input<typeof reportFinding> {
  const at = r.claim.locations?.[0];
  return {
    id: r.id,
    ordinal: r.ordinal,
    title: r.title,
    target: r.target,
    location: at ? `${at.path}${at.startLine ? `:${at.startLine}` : ''}` : null,
    weaknesses: r.claim.weaknesses ?? [],
    severity: r.severity,
    vulnerabilityId: r.vulnerability_id,
    became: became(r),
    state: r.state,
    placeInLine: r.place !== null && r.of !== null ? { place: r.place, of: r.of } : null,
    credited: true,
  };
}

const adviceOf = (code: string): string => (code in PROBLEM_CODES ? problemAdvice(code as ProblemCode) : ''); // checked by `in`
