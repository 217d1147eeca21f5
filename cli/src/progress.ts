// Progress of long work, on standard error: one line that is written over in a terminal, a line every few seconds with
// --progress, nothing else.
import type { Input } from './command.ts';
import { bytesText, durationText } from './terminal.ts';
import type { World } from './world.ts';

export interface Progress {
  /** So many bytes of the whole are done. */
  at(bytes: number): void;
  /** Takes the line away. */
  end(): void;
}

const TERMINAL_EVERY = 100;
const LINES_EVERY = 2_000;

/** `label  24.0 MB of 80.0 MB (30 %), 6.1 MB/s, 9 s left` */
export function progress(world: World, input: Input, label: string, total: number): Progress {
  const asked = input.flag('progress');
  if (!asked && !world.errIsTerminal) return { at: () => undefined, end: () => undefined };
  const began = world.now();
  const every = world.errIsTerminal ? TERMINAL_EVERY : LINES_EVERY;
  let first: number | undefined;
  let shown = began - every;
  let written = 0;
  return {
    at(bytes) {
      first ??= bytes; // what was there before says nothing of the rate
      const now = world.now();
      if (now - shown < every && bytes < total) return;
      shown = now;
      const text = `${label}  ${progressText({ bytes, total, sent: bytes - first, millis: now - began })}`;
      if (!world.errIsTerminal) world.err(`${text}\n`);
      else world.err(`\r${text.padEnd(written)}`);
      written = text.length;
    },
    end() {
      if (world.errIsTerminal && written > 0) world.err(`\r${' '.repeat(written)}\r`);
      written = 0;
    },
  };
}

export function progressText(p: { bytes: number; total: number; sent: number; millis: number }): string {
  const share = p.total === 0 ? 100 : Math.floor((p.bytes / p.total) * 100);
  const rate = p.millis > 0 ? (p.sent / p.millis) * 1000 : 0;
  const left = rate > 0 && p.bytes < p.total ? `, ${durationText(((p.total - p.bytes) / rate) * 1000)} left` : '';
  return `${bytesText(p.bytes)} of ${bytesText(p.total)} (${share} %)${rate > 0 ? `, ${bytesText(Math.round(rate))}/s${left}` : ''}`;
}
