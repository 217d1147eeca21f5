// Logs: one fixed sentence, facts as fields. No secret, proof or report text goes in; foreign names are escaped by JSON.
import { pino } from 'pino';

export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** A log that carries these facts in every line. */
  with(facts: Readonly<Record<string, unknown>>): Log;
}

export function openLog(level: string): Log {
  return wrap(
    pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true })),
  );
}

export const silentLog: Log = { info() {}, warn() {}, error() {}, with: () => silentLog };

function wrap(logger: pino.Logger): Log {
  return {
    info: (message, facts) => logger.info(plain(facts), message),
    warn: (message, facts) => logger.warn(plain(facts), message),
    error: (message, facts) => logger.error(plain(facts), message),
    with: (facts) => wrap(logger.child(plain(facts))),
  };
}

/** Errors as name, message, stack and cause; the rest as it is. */
function plain(facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, v instanceof Error ? describe(v) : v]));
}

function describe(error: Error): Record<string, unknown> {
  const cause = error.cause instanceof Error ? describe(error.cause) : undefined;
  return { name: error.name, message: error.message, stack: error.stack, ...(cause ? { cause } : {}) };
}
