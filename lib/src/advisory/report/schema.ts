// The schema of our own report, version 1: the door for findings that no other format carries well, with proofs, patches,
// crash traces and how a model came to them. Unknown fields are refused, so that a misspelt one is not lost in silence.
// Lengths are UTF-16 units; where a limit here differs from the sender's own, the sender learns it by a problem.
import { z } from 'zod';
import { type ProblemCode, parseDay, parseInstant } from '../../kit/index.ts';
import { parsePurl } from '../../version/index.ts';
import { hasControl, hasProseControl } from './text.ts';

export const REPORT_SCHEMA = 'leadtime.report/1';

const asks = (code: ProblemCode, error: string) => ({ params: { code }, error });

/** One line of metadata: no control characters, no line breaks. */
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !hasControl(text), asks('field.control-character', 'has control characters'));
/** Prose: tabs and line breaks are allowed. */
const prose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !hasProseControl(text), asks('field.control-character', 'has control characters'));
const formed = (max: number, form: RegExp, error: string) =>
  line(max).refine((text) => form.test(text), asks('field.value', error));

const instant = line(64).refine(
  (text) => parseInstant(text) !== undefined,
  asks('date.syntax', 'is not an RFC 3339 instant with a zone'),
);
const dayOrInstant = line(64).refine(
  (text) => parseDay(text) !== undefined || parseInstant(text) !== undefined,
  asks('date.syntax', 'is neither a day such as 2026-11-22 nor an RFC 3339 instant'),
);
const purl = line(512).refine(
  (text) => text.isWellFormed() && parsePurl(text).ok,
  asks('purl.syntax', 'is not a package URL of ECMA-427'),
);
const path = formed(
  1_024,
  /^(?![/\\])(?![A-Za-z]:)(?!(.*\/)?\.\.(\/|$))[^\\]*$/,
  'is not a path inside the target: forward slashes, no drive, no leading slash, no ..',
);
const lineNumber = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const named = z.strictObject({ name: line(256), version: line(128).optional() });

const target = z.strictObject({
  purl: purl.optional(),
  repository: formed(
    2_048,
    /^(https?|ssh|git):\/\/[^\s@]+$|^[^\s/@:]+@[^\s/:]+:\S+$/,
    'is not the address of a repository, or has a password in it',
  ).optional(),
  name: line(256).optional(),
  version: line(128).optional(),
  commit: formed(64, /^[0-9a-f]{7,64}$/i, 'is not 7 to 64 hexadecimal digits').optional(),
});

const discovery = z.strictObject({
  by: z.enum(['human', 'model', 'harness', 'tool']).optional(),
  tool: named.optional(),
  harness: named.optional(),
  model: z
    .strictObject({ name: line(256), version: line(128).optional(), plannedRelease: dayOrInstant.optional() })
    .optional(),
  runId: line(256).optional(),
  promptRetention: z.enum(['none', 'limited', 'training']).optional(),
});

const frame = z.strictObject({ symbol: line(512), path: line(1_024).optional(), line: lineNumber.optional() });

const crash = z
  .strictObject({
    trace: prose(256 * 1024).optional(),
    detector: line(64).optional(),
    kind: line(128).optional(),
    access: z.enum(['read', 'write']).optional(),
    frames: z.array(frame).max(64).optional(),
  })
  .refine(
    (given) => given.trace !== undefined || given.frames !== undefined,
    asks('field.missing', 'needs trace or frames'),
  );

const location = z
  .strictObject({
    path: path.optional(),
    startLine: lineNumber.optional(),
    endLine: lineNumber.optional(),
    symbol: line(512).optional(),
    snippet: prose(4_096).optional(),
  })
  .refine(
    (given) => given.path !== undefined || given.symbol !== undefined,
    asks('field.missing', 'needs path or symbol'),
  )
  .refine(
    (given) => given.endLine === undefined || given.endLine >= (given.startLine ?? Number.POSITIVE_INFINITY),
    asks('field.value', 'has an endLine without a startLine before it'),
  );

const attachment = z
  .strictObject({
    role: z.enum(['proof', 'patch', 'trace', 'other']),
    name: formed(255, /^[^/\\]+$/, 'has a slash in it'),
    mediaType: formed(
      128,
      /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w."-]+)*$/,
      'is not a media type such as application/octet-stream',
    ),
    description: line(1_024).optional(),
    /** Base64 (RFC 4648 §4) of the bytes. */
    data: z.string().optional(),
    /** SHA-256, lower-case hex: of `data`, or of a part sent beside the report. */
    digest: formed(64, /^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal').optional(),
  })
  .refine(
    (given) => given.data !== undefined || given.digest !== undefined,
    asks('field.missing', 'needs data or the digest of a part'),
  );

const severity = z.strictObject({
  level: z.enum(['critical', 'high', 'medium', 'low', 'none', 'unknown']).optional(),
  vectors: z
    .array(
      line(512).refine(
        (text) => /^(CVSS:(3\.[01]|4\.0)\/)?AV:[NALP]\/A/.test(text),
        asks('cvss.syntax', 'is not a CVSS vector'),
      ),
    )
    .max(8)
    .optional(),
});

const disclosure = z.strictObject({ party: line(256), at: instant.optional(), reference: line(512).optional() });

const finders = z.array(line(200)).max(32);

const finding = z.strictObject({
  title: line(200),
  summary: prose(2_048).optional(),
  description: prose(64 * 1024).optional(),
  ruleId: line(256).optional(),
  target: target.optional(),
  locations: z.array(location).max(64).optional(),
  weaknesses: z
    .array(formed(16, /^CWE-[1-9]\d{0,5}$/, 'is not a weakness such as CWE-79'))
    .max(16)
    .optional(),
  aliases: z
    .array(formed(128, /^[A-Za-z][A-Za-z0-9]{1,31}-[A-Za-z0-9.:_-]+$/, 'is not an identifier such as CVE-2026-12345'))
    .max(16)
    .optional(),
  fingerprints: z
    .array(z.strictObject({ kind: z.enum(['full', 'partial']), scheme: line(256), value: line(1_024) }))
    .max(16)
    .optional(),
  crash: crash.optional(),
  severity: severity.optional(),
  attachments: z.array(attachment).max(16).optional(),
  discovery: discovery.optional(),
  finders: finders.optional(),
  affectedVersions: line(1_024).optional(),
  references: z
    .array(formed(512, /^https?:\/\/[^\s@]+$/, 'is not an http address'))
    .max(16)
    .optional(),
  /** Who else was told, and when. */
  disclosedTo: z.array(disclosure).max(16).optional(),
});

export const reportSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  /** The sender's own name for it. */
  id: line(128).optional(),
  /** What holds for every finding that does not say otherwise. */
  defaults: z
    .strictObject({
      target: target.optional(),
      discovery: discovery.optional(),
      finders: finders.optional(),
      disclosedTo: z.array(disclosure).max(16).optional(),
    })
    .optional(),
  findings: z.array(finding).min(1).max(1_000),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportFinding = Report['findings'][number];
export type ReportAttachment = NonNullable<ReportFinding['attachments']>[number];
export type ReportDiscovery = NonNullable<ReportFinding['discovery']>;
