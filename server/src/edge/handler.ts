// What a module gives the edge: a handler per route of the contract, typed by it.
import type { Readable } from 'node:stream';
import type { Role, RouteId, Routes, TokenScope } from '@leadtime/contract';
import type { Uuid } from '@leadtime/lib/kit';
import type { z } from 'zod';

export interface Actor {
  readonly person: { readonly id: Uuid; readonly name: string };
  readonly party: { readonly id: Uuid; readonly name: string };
  readonly role: Role;
  /** Set when a token acts: what it is limited to. */
  readonly scopes?: readonly TokenScope[];
  /** Hash of the session or token that acts. */
  readonly credential: Buffer;
}

type Output<R, K extends string> = R extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined;
type Signed<Id extends RouteId> = Routes[Id]['action'] extends 'public.read' | 'session.open'
  ? Actor | undefined
  : Actor;

export interface Call<Id extends RouteId> {
  /** Signed in, unless the route is for anyone. */
  readonly actor: Signed<Id>;
  readonly params: Output<Routes[Id], 'params'>;
  readonly query: Output<Routes[Id], 'query'>;
  readonly body: Output<Routes[Id], 'body'>;
  /** The raw request body, on routes of bytes. */
  readonly bytes: Readable;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rest: string;
  /** Where the caller is, as far as limits tell callers apart. */
  readonly address: string;
  readonly requestId: string;
  /** Headers of the answer. */
  readonly reply: { header(name: string, value: string): void };
}

/** An answer that is not JSON. Foreign bytes are always an attachment. */
export interface FileAnswer {
  readonly file: true;
  readonly type: string;
  readonly body: Readable | Buffer | string;
  readonly download?: string;
}

export type Result<Id extends RouteId> = Routes[Id] extends { response: infer S extends z.ZodType }
  ? z.input<S>
  : FileAnswer;
export type Handler<Id extends RouteId> = (call: Call<Id>) => Promise<Result<Id>>;
export type Handlers = { readonly [Id in RouteId]?: Handler<Id> };
