// The configuration: read once at the start, every problem listed, wrong values refuse the start. Nothing is guessed.
import { z } from 'zod';

const hosts = z
  .string()
  .default('')
  .transform((t) =>
    t
      .split(',')
      .map((h) => h.trim().toLowerCase())
      .filter(Boolean),
  )
  .pipe(z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'host names, separated by commas')));

const settings = z.object({
  LEADTIME_DATA: z
    .string()
    .min(1)
    .default('.leadtime')
    .describe('Folder for the embedded database, stored bytes and the key file.'),
  LEADTIME_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. The default is this machine only.'),
  LEADTIME_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(4409)
    .describe('Port to listen on; 0 takes a free one.'),
  LEADTIME_ORIGIN: z
    .url()
    .optional()
    .describe('The address people use, such as https://leadtime.example.org. Needed behind a proxy.'),
  LEADTIME_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe(
      'Key for bytes at rest, 64 hex digits. Absent: made once in the data folder, readable by its owner only.',
    ),
  LEADTIME_LEDGER_SEED: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('Ed25519 seed that signs checkpoints, 64 hex digits. Absent: made once in the data folder.'),
  LEADTIME_LEDGER_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,120}$/)
    .default('leadtime.local/ledger')
    .describe('Name of the ledger in checkpoints.'),
  LEADTIME_EGRESS: hosts.describe('Hosts that this instance may call, separated by commas. Empty: none.'),
  LEADTIME_NVD_KEY: z
    .string()
    .regex(/^[0-9A-Za-z-]{20,80}$/)
    .optional()
    .describe('Key for the API of the NVD, which then answers ten times as often. It is sent to the NVD alone.'),
  LEADTIME_LOG: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level of log lines.'),
  LEADTIME_TRUST_PROXY: z.enum(['0', '1']).default('0').describe('1: believe X-Forwarded-For of one proxy in front.'),
  LEADTIME_DEMO: z
    .enum(['0', '1'])
    .default('0')
    .describe(
      '1: load the demo week also into the database of DATABASE_URL, while nobody has set it up; as --demo does.',
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .describe('PostgreSQL 15 or newer. Absent: an embedded one.'),
  DATABASE_ADMIN_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .describe('Owner of the database, for migrations. Absent: DATABASE_URL is the owner too.'),
});

export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly origin: string | undefined;
  readonly key: string | undefined;
  readonly ledgerSeed: string | undefined;
  readonly ledgerOrigin: string;
  readonly egress: readonly string[];
  readonly nvdKey: string | undefined;
  readonly logLevel: string;
  readonly trustProxy: boolean;
  /** The demo week may be loaded into a named database. */
  readonly demo: boolean;
  readonly databaseUrl: string | undefined;
  readonly databaseAdminUrl: string | undefined;
}

/** The configuration of an environment, or every problem with it as text for the person who starts. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; config: Config } | { ok: false; problems: string[] } {
  const known = new Set(Object.keys(settings.shape));
  const strange = Object.keys(env).filter((k) => k.startsWith('LEADTIME_') && !known.has(k) && !TOOL_SETTINGS.has(k));
  const parsed = settings.safeParse(
    Object.fromEntries(Object.entries(env).filter(([k, v]) => known.has(k) && v !== '')),
  );
  const problems = [
    ...strange.map((k) => `${k} is not a setting. Known: ${[...known].join(', ')}.`),
    ...(parsed.error?.issues ?? []).map((i) => `${String(i.path[0])}: ${i.message}. ${describe(String(i.path[0]))}`),
  ];
  if (problems.length > 0 || !parsed.success) return { ok: false, problems };
  const s = parsed.data;
  return {
    ok: true,
    config: {
      dataDir: s.LEADTIME_DATA,
      host: s.LEADTIME_HOST,
      port: s.LEADTIME_PORT,
      origin: s.LEADTIME_ORIGIN,
      key: s.LEADTIME_KEY,
      ledgerSeed: s.LEADTIME_LEDGER_SEED,
      ledgerOrigin: s.LEADTIME_LEDGER_ORIGIN,
      egress: s.LEADTIME_EGRESS,
      nvdKey: s.LEADTIME_NVD_KEY,
      logLevel: s.LEADTIME_LOG,
      trustProxy: s.LEADTIME_TRUST_PROXY === '1',
      demo: s.LEADTIME_DEMO === '1',
      databaseUrl: s.DATABASE_URL,
      databaseAdminUrl: s.DATABASE_ADMIN_URL,
    },
  };
}

/** All settings with their meaning, for the reference. */
export const settingsHelp = (): readonly { name: string; means: string }[] =>
  Object.keys(settings.shape).map((name) => ({ name, means: describe(name) }));

/** Settings of tools and the client, which the server does not read. */
const TOOL_SETTINGS = new Set([
  'LEADTIME_APP_PASSWORD',
  'LEADTIME_WORKER_PASSWORD',
  'LEADTIME_URL',
  'LEADTIME_TOKEN',
  'LEADTIME_FAILPOINT',
  'LEADTIME_NO_INSTALL',
  'LEADTIME_TEST_DEMO',
]);

const describe = (name: string): string => (settings.shape as Record<string, z.ZodType>)[name]?.description ?? ''; // keys of the shape
