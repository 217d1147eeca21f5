// The findings of a checked report as claims, with the report's defaults filled in.
import { digestOf, type ProblemCode, pointer } from '../../kit/index.ts';
import { parsePurl } from '../../version/index.ts';
import type { CrashClaim, DiscoveryClaim, FindingClaim, LocationClaim, TargetClaim } from '../finding-model.ts';
import {
  type AttachmentFault,
  type AttachmentRead,
  type KnownPart,
  type ReceivedAttachment,
  readAttachment,
} from './attachments.ts';
import { frameClaim } from './frame.ts';
import type { Report, ReportDiscovery, ReportFinding } from './schema.ts';
import { parseTrace } from './trace.ts';

export interface ClaimedFinding {
  readonly finding: FindingClaim;
  readonly received: readonly ReceivedAttachment[];
}

export interface ClaimContext {
  /** Ordinal of the report's first finding. */
  readonly first: number;
  /** JSON pointer to the report: '' or `/line/12`. */
  readonly base: string;
  readonly maxAttachmentBytes: number;
  readonly parts: ReadonlyMap<string, KnownPart> | undefined;
  readonly report: (code: ProblemCode, path: string, detail: string) => void;
}

export function claimsOf(report: Report, context: ClaimContext): readonly ClaimedFinding[] {
  return report.findings.map((finding, i) =>
    claimOf(finding, report.defaults ?? {}, pointer(context.base, 'findings', i), context.first + i, context),
  );
}

function claimOf(
  finding: ReportFinding,
  defaults: NonNullable<Report['defaults']>,
  path: string,
  ordinal: number,
  context: ClaimContext,
): ClaimedFinding {
  const target = targetClaim({ ...defaults.target, ...finding.target });
  if (!target.purl && !target.repository && !target.name)
    context.report(
      'field.missing',
      pointer(path, 'target'),
      'the finding names no package URL, repository or name of what is affected',
    );
  const read = attachmentsOf(finding, path, context);
  const crash = crashClaim(finding.crash);
  const disclosed = finding.disclosedTo ?? defaults.disclosedTo ?? [];
  return {
    received: read.flatMap(({ received }) => received ?? []),
    finding: {
      ordinal,
      path,
      title: finding.title,
      description: [finding.summary, finding.description]
        .filter((text) => text !== undefined && text.trim() !== '')
        .join('\n\n'),
      ...(finding.ruleId === undefined ? {} : { ruleId: finding.ruleId }),
      target,
      locations: (finding.locations ?? []).map(locationClaim),
      weaknesses: [...new Set(finding.weaknesses ?? [])].sort((a, b) => Number(a.slice(4)) - Number(b.slice(4))),
      aliases: [...new Set(finding.aliases ?? [])].sort(),
      fingerprints: finding.fingerprints ?? [],
      ...(crash ? { crash } : {}),
      severity: { level: finding.severity?.level ?? 'unknown', vectors: finding.severity?.vectors ?? [] },
      attachments: read.map(({ claim }) => claim),
      discovery: discoveryClaim({ ...defaults.discovery, ...finding.discovery }),
      finders: finding.finders ?? defaults.finders ?? [],
      ...(finding.affectedVersions === undefined ? {} : { affectedVersions: finding.affectedVersions }),
      ...(finding.references === undefined ? {} : { references: finding.references }),
      ...(disclosed.length === 0
        ? {}
        : {
            disclosedTo: disclosed.map(({ party, at, reference }) =>
              [party, at, reference].filter((part) => part !== undefined).join(', '),
            ),
          }),
    },
  };
}

function targetClaim({ purl, repository, name, version, commit }: NonNullable<ReportFinding['target']>): TargetClaim {
  const parsed = purl === undefined ? undefined : parsePurl(purl);
  const canonical = parsed?.ok ? parsed.value.text : purl;
  return {
    ...(canonical === undefined ? {} : { purl: canonical }),
    ...(repository === undefined ? {} : { repository }),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(commit === undefined ? {} : { commit: commit.toLowerCase() }),
  };
}

const locationClaim = ({
  path,
  startLine,
  endLine,
  symbol,
  snippet,
}: NonNullable<ReportFinding['locations']>[number]): LocationClaim => ({
  path:
    path === undefined
      ? ''
      : path
          .split('/')
          .filter((part) => part !== '' && part !== '.')
          .join('/'),
  ...(startLine === undefined ? {} : { startLine }),
  ...(endLine === undefined ? {} : { endLine }),
  ...(symbol === undefined ? {} : { symbol }),
  ...(snippet === undefined ? {} : { snippet }),
});

/** What is stated goes before what is read from the trace. */
function crashClaim(crash: ReportFinding['crash']): CrashClaim | undefined {
  if (!crash) return undefined;
  const parsed = crash.trace === undefined ? undefined : parseTrace(crash.trace);
  const access = crash.access ?? parsed?.access;
  return {
    detector: crash.detector ?? parsed?.detector ?? 'unknown',
    kind: crash.kind ?? parsed?.kind ?? 'unknown',
    ...(access ? { access } : {}),
    frames: crash.frames?.map((f) => frameClaim(f.symbol, f.path, f.line)) ?? parsed?.frames ?? [],
  };
}

/** Keeps `by` honest where it is not said: a model that is named found it, else a harness, else a tool. */
function discoveryClaim(stated: ReportDiscovery): DiscoveryClaim {
  const { tool, harness, model, runId } = stated;
  return {
    by: stated.by ?? (model ? 'model' : harness ? 'harness' : tool ? 'tool' : 'unknown'),
    promptRetention: stated.promptRetention ?? 'unknown',
    ...(tool ? { tool: named(tool) } : {}),
    ...(harness ? { harness: named(harness) } : {}),
    ...(model
      ? {
          model: {
            ...named(model),
            ...(model.plannedRelease === undefined ? {} : { plannedRelease: model.plannedRelease }),
          },
        }
      : {}),
    ...(runId === undefined ? {} : { runId }),
  };
}

const named = ({ name, version }: { name: string; version?: string | undefined }) => ({
  name,
  ...(version === undefined ? {} : { version }),
});

/** The attachments as sent, and the trace's text as one more: its bytes are evidence too. */
function attachmentsOf(finding: ReportFinding, path: string, context: ClaimContext): readonly AttachmentRead[] {
  const read = (finding.attachments ?? []).flatMap((attachment, i) => {
    const result = readAttachment(attachment, context.maxAttachmentBytes, context.parts);
    if (!isFault(result)) return [result];
    context.report(result.code, pointer(path, 'attachments', i, result.field), result.detail);
    return [];
  });
  const trace = finding.crash?.trace;
  if (trace === undefined || trace === '') return read;
  const bytes = Buffer.from(trace, 'utf8');
  const claim = { role: 'trace', name: 'trace.txt', mediaType: 'text/plain', digest: digestOf(bytes) } as const;
  if (read.some((one) => one.claim.digest === claim.digest)) return read;
  return [...read, { claim: { ...claim, size: bytes.length }, received: { ...claim, bytes } }];
}

const isFault = (result: AttachmentRead | AttachmentFault): result is AttachmentFault => 'code' in result;
