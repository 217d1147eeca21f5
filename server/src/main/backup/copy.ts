// COPY over pg: rows of a table as a stream of PostgreSQL's text format, both ways, without holding the table in memory. pg knows
// the messages but has no query that uses them; the two here are objects of the form that pg asks of a query.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type pg from 'pg';

/** What pg's connection has beyond its types (pg/lib/connection.js). */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

const FLUSH_AT = 64 * 1024;

/** `COPY … TO STDOUT`. The socket waits while nobody reads; `rows` is known at the end. */
export function copyOut(client: pg.ClientBase, sql: string): { readonly stream: Readable; rows(): number } {
  let connection: CopyConnection | undefined;
  let held: Buffer[] = [];
  let size = 0;
  let rows = 0;
  const stream = new Readable({ read: () => void connection?.stream.resume() });
  const flush = (): void => {
    if (held.length > 0 && !stream.push(Buffer.concat(held))) connection?.stream.pause();
    held = [];
    size = 0;
  };
  client.query({
    submit(c: pg.Connection) {
      connection = c as CopyConnection; // pg passes its own connection
      connection.query(sql);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      held.push(Buffer.from(chunk)); // a copy: pg reads the next packet into the same memory
      size += chunk.length;
      if (size >= FLUSH_AT) flush();
    },
    handleCommandComplete({ text }: { text: string }) {
      rows = rowsOf(text);
    },
    handleReadyForQuery() {
      flush();
      stream.push(null);
    },
    handleError: (error: Error) => void stream.destroy(error),
  } as pg.Submittable);
  return { stream, rows: () => rows };
}

/** `COPY … FROM STDIN`: the number of rows. Throws what PostgreSQL refuses, and what the source throws. */
export function copyIn(client: pg.ClientBase, sql: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failed: Error | undefined;
    const pump = async (connection: CopyConnection): Promise<void> => {
      try {
        for await (const chunk of source) {
          if (failed) return;
          connection.sendCopyFromChunk(chunk);
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
        }
        connection.endCopyFrom();
      } catch (error) {
        failed = error instanceof Error ? error : new Error(String(error));
        connection.sendCopyFail('the source failed');
      }
    };
    client.query({
      submit: (connection: pg.Connection) => connection.query(sql),
      handleCopyInResponse: (connection: pg.Connection) => void pump(connection as CopyConnection), // pg's own; it never rejects
      handleCommandComplete({ text }: { text: string }) {
        rows = rowsOf(text);
      },
      handleReadyForQuery: () => (failed ? reject(failed) : resolve(rows)),
      handleError(error: Error) {
        failed ??= error;
        reject(failed);
      },
    } as pg.Submittable);
  });
}

/** The command tag is `COPY 123`. */
const rowsOf = (tag: string): number => Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? Number.NaN);
