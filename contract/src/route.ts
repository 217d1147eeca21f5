// One route: who may call it, what goes in, what comes out. Server, web, CLI and the API reference read the same table.
import type { z } from 'zod';
import type { Action } from './access.ts';

export interface RouteDef {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the origin with `:name` parameters; a final `*` takes the rest. */
  readonly path: `/${string}`;
  readonly action: Action;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body is a stream of bytes that the handler reads itself. */
  readonly bytes?: true;
  /** JSON answer; absent where the answer is a file or text. */
  readonly response?: z.ZodType;
  readonly status?: number;
  /** Names the tables whose rows it shows or changes, for the test of walls. `none`: nothing of a party. */
  readonly shows: 'own' | 'public' | 'counts' | 'none';
}

export const routes = <const R extends Record<string, RouteDef>>(table: R): R => table;
