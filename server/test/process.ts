// A real server process on a data folder of its own, as `npm start -- --empty` runs it: for tests that kill it and for
// benchmarks that measure it. What asks it is another process, which is what a client is.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ServerOptions {
  readonly dataDir: string;
  /** Environment beside the data folder, such as LEADTIME_FAILPOINT. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of node itself, such as --cpu-prof. */
  readonly node?: readonly string[];
}
export interface ServerProcess {
  readonly origin: string;
  readonly pid: number;
  /** The secret of the first administrator; undefined on a folder that was set up. */
  readonly setupSecret: string | undefined;
  /** Settles when the process is gone. */
  readonly gone: Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** An orderly end. */
  stop(): Promise<void>;
  /** What it wrote to standard error. */
  errors(): string;
}
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | AsyncIterable<Uint8Array>;
}

/** Starting again and again, most of the time goes into reading the sources: they are kept compiled. */
const COMPILED = path.join(tmpdir(), `leadtime-compiled-${process.getuid?.() ?? 'user'}`);
const UP = fileURLToPath(new URL('../src/main/up.ts', import.meta.url));

export async function startServer({ dataDir, env = {}, node = [] }: ServerOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...node, UP, '--empty'], {
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...inherited(),
      LEADTIME_DATA: dataDir,
      LEADTIME_PORT: '0',
      LEADTIME_LOG: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors = (errors + data.toString()).slice(-20_000);
  });
  const greeting = await greetingOf(child, () => errors);
  const origin = `http://127.0.0.1:${/localhost:(\d+)/.exec(greeting)?.[1] ?? ''}`;
  return {
    origin,
    pid: child.pid ?? 0,
    setupSecret: /#(\S+)/.exec(greeting)?.[1],
    gone: ended.then(() => undefined),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    errors: () => errors,
  };
}

/** Settings of whoever runs the tests are not the server's: it gets the embedded database and its defaults. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(LEADTIME_|DATABASE_|VITEST|NODE_OPTIONS|NODE_V8_COVERAGE)/.test(name),
    ),
  );
}

async function greetingOf(child: ChildProcess, errors: () => string): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      if (/Stop with Ctrl/.test(said)) resolve(said);
    });
    child.once('exit', (code, signal) =>
      reject(new Error(`the server ended before it was ready (${code ?? signal}): ${errors()}`)),
    );
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** One request on a kept connection. Throws when the server is gone. */
export function ask(server: Pick<ServerProcess, 'origin'>, where: string, asked: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = asked.body === undefined ? 'GET' : 'POST', headers = {}, body } = asked;
    const sent = request(`${server.origin}${where}`, { method, headers: { ...headers }, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, text, body: jsonOr(text), headers: answer.headers });
      });
    });
    sent.on('error', reject);
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body);
    else void pump(body, sent).catch(reject);
  });
}

async function pump(body: AsyncIterable<Uint8Array>, sent: ReturnType<typeof request>): Promise<void> {
  for await (const chunk of body) if (!sent.write(chunk)) await once(sent, 'drain');
  sent.end();
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sets up an empty instance and answers API tokens of its first person, who coordinates. */
export async function setUpServer(server: ServerProcess, tokens = 1): Promise<string[]> {
  const json = { 'content-type': 'application/json', 'leadtime-request': '1' };
  const opened = await ask(server, '/api/v1/setup', {
    headers: json,
    body: JSON.stringify({
      secret: server.setupSecret,
      instanceName: 'Testing Clearinghouse',
      name: 'First Person',
      email: 'first@example.org',
      password: 'a long enough password',
    }),
  });
  if (opened.status !== 201) throw new Error(`set-up failed: ${opened.text}`);
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? '';
  const headers = { ...json, cookie };
  const { acting } = opened.body as { acting: { party: { id: string } } }; // the contract's session
  await ask(server, '/api/v1/session/acting', {
    method: 'PUT',
    headers,
    body: JSON.stringify({ partyId: acting.party.id, role: 'coordinator' }),
  });
  const made: string[] = [];
  for (let i = 0; i < tokens; i += 1) {
    const scopes = ['reports:write', 'vulnerabilities:read', 'vulnerabilities:write'];
    const answer = await ask(server, '/api/v1/tokens', {
      headers,
      body: JSON.stringify({ name: `token ${i}`, scopes }),
    });
    if (answer.status !== 201) throw new Error(`no token: ${answer.text}`);
    made.push((answer.body as { secret: string }).secret); // as above
  }
  return made;
}
