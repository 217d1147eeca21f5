// Another side for tests, on this machine: files with validators, ranges and "not modified" as RFC 9110 has them, and whatever
// goes wrong on the way, once each, as a test says.
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Kept {
  readonly body: string | Buffer;
  readonly type?: string;
  /** null: the other side gives none. Absent: made from the body. */
  readonly etag?: string | null;
  readonly modified?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
/** What happens instead of an answer, once. */
export type Mishap =
  | { readonly breaksAfter: number }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  status: number;
  bytes: number;
}
export interface Place {
  readonly url: string;
  readonly host: string;
  /** By path, with the query where there is one. */
  readonly files: Map<string, Kept>;
  readonly asked: Asked[];
  mishap(path: string, ...mishaps: readonly Mishap[]): void;
  /** Nothing goes wrong any more. */
  forgive(): void;
  /** Answers in place of a file. */
  answer(handler: (path: string, asked: Asked) => Kept | undefined): void;
  /** What was asked since the last time this was called, as `status path`. */
  heard(): string[];
  close(): Promise<void>;
}

export async function place(): Promise<Place> {
  const files = new Map<string, Kept>();
  const mishaps = new Map<string, Mishap[]>();
  const asked: Asked[] = [];
  let heard = 0;
  let handler: (path: string, asked: Asked) => Kept | undefined = () => undefined;
  const server = createServer((request, response) => {
    response.sendDate = false; // a test has a clock of its own
    const path = request.url ?? '/';
    const one: Asked = { path, headers: request.headers, status: 0, bytes: 0 };
    asked.push(one);
    const mishap = mishaps.get(path)?.shift();
    if (mishap && 'status' in mishap) {
      one.status = mishap.status;
      response.writeHead(mishap.status, mishap.headers ?? {}).end(mishap.body ?? '');
      return;
    }
    const kept = handler(path, one) ?? files.get(path);
    if (kept) send(response, one, kept, mishap?.breaksAfter);
    else {
      one.status = 404;
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>not here</html>');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    files,
    asked,
    mishap: (path, ...some) => void mishaps.set(path, [...(mishaps.get(path) ?? []), ...some]),
    forgive: () => mishaps.clear(),
    answer: (given) => {
      handler = given;
    },
    heard: () => {
      const since = asked.slice(heard);
      heard = asked.length;
      return since.map((a) => `${a.status} ${a.path}`);
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function send(response: ServerResponse, asked: Asked, kept: Kept, breaksAfter: number | undefined): void {
  const { headers } = asked;
  const body = Buffer.from(kept.body);
  const etag = kept.etag === undefined ? `"${createHash('md5').update(body).digest('hex')}"` : kept.etag;
  const common = {
    'content-type': kept.type ?? 'application/octet-stream',
    ...(etag === null ? {} : { etag }),
    ...(kept.modified ? { 'last-modified': kept.modified } : {}),
    ...kept.headers,
  };
  const same =
    headers['if-none-match'] === undefined
      ? kept.modified !== undefined && Date.parse(headers['if-modified-since'] ?? '') >= Date.parse(kept.modified)
      : headers['if-none-match'] === etag;
  const range = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  const valid =
    headers['if-range'] === undefined || headers['if-range'] === etag || headers['if-range'] === kept.modified;
  let status = 200;
  let part = body;
  let more: Record<string, string> = {};
  if (same) {
    asked.status = 304;
    response.writeHead(304, common).end();
    return;
  }
  if (range && valid) {
    const start = Number(range[1]);
    status = start < body.length ? 206 : 416;
    part = start < body.length ? body.subarray(start) : Buffer.alloc(0);
    more = {
      'content-range':
        start < body.length ? `bytes ${start}-${body.length - 1}/${body.length}` : `bytes */${body.length}`,
    };
  }
  asked.status = status;
  response.writeHead(status, { ...common, ...more, 'content-length': String(part.length) });
  if (breaksAfter === undefined) {
    asked.bytes = part.length;
    response.end(part);
    return;
  }
  asked.bytes = breaksAfter;
  response.write(part.subarray(0, breaksAfter), () => setTimeout(() => response.destroy(), 5));
}

/** Google's storage states the MD5 of what it keeps. */
export const googleHash = (body: string | Buffer): Record<string, string> => ({
  'x-goog-hash': `md5=${createHash('md5').update(body).digest('base64')}`,
});
