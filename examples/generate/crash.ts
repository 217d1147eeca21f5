// Made-up crashes in the words of AddressSanitizer, and small files of chance bytes that stand for the input that caused them.
import type { Random } from './random.ts';

export interface CrashFacts {
  readonly kind: string;
  readonly access: 'read' | 'write';
  /** Innermost first, `main` last. */
  readonly frames: readonly { readonly symbol: string; readonly path: string; readonly line: number }[];
  readonly binary: string;
}

/** The report that the sanitizer would print, addresses and all. Two runs of one crash differ in addresses only. */
export function asanTrace(r: Random, crash: CrashFacts): string {
  const pid = r.between(1_000, 32_000);
  const at = address(r);
  const frames = (list: CrashFacts['frames']) =>
    list.map((f, i) => `    #${i} 0x55${r.hex(10)} in ${f.symbol} /src/${f.path}:${f.line}:${r.between(3, 40)}`);
  const size = r.pick([1, 2, 4, 8, 16]);
  const segv = crash.kind === 'SEGV' || crash.kind === 'stack-overflow';
  const head = segv
    ? `==${pid}==ERROR: AddressSanitizer: ${crash.kind} on ${crash.kind === 'SEGV' ? 'unknown ' : ''}address ${at} (pc 0x55${r.hex(10)} bp 0x7f${r.hex(10)} sp 0x7f${r.hex(10)} T0)`
    : crash.kind === 'double-free'
      ? `==${pid}==ERROR: AddressSanitizer: attempting double-free on ${at} in thread T0:`
      : `==${pid}==ERROR: AddressSanitizer: ${crash.kind} on address ${at} at pc 0x55${r.hex(10)} bp 0x7f${r.hex(10)} sp 0x7f${r.hex(10)}`;
  const verb = crash.access.toUpperCase();
  const access = segv
    ? [`==${pid}==The signal is caused by a ${verb} memory access.`]
    : [`${verb} of size ${size} at ${at} thread T0`];
  const inner =
    crash.kind === 'double-free'
      ? frames([{ symbol: 'free', path: 'rt/asan_malloc_linux.cpp', line: 52 }, ...crash.frames])
      : frames(crash.frames);
  const allocated = segv
    ? []
    : [
        '',
        'allocated by thread T0 here:',
        ...frames([{ symbol: 'malloc', path: 'rt/asan_malloc_linux.cpp', line: 69 }, ...crash.frames.slice(-2)]),
      ];
  const first = crash.frames[0];
  return [
    '=================================================================',
    head,
    ...(crash.kind === 'double-free' ? [] : access),
    ...inner,
    ...allocated,
    '',
    `SUMMARY: AddressSanitizer: ${crash.kind} /src/${first?.path ?? '?'}:${first?.line ?? 0} in ${first?.symbol ?? '?'}`,
    `==${pid}==ABORTING`,
    '',
  ].join('\n');
}

/** Bytes that stand for a proof: a made-up magic number, then chance. They do nothing. */
export function proofBytes(r: Random, label: string): Uint8Array {
  return Buffer.concat([Buffer.from(`DEMO-NOT-AN-EXPLOIT ${label}\n`), r.bytes(r.between(40, 400))]);
}

const address = (r: Random): string => `0x60${r.hex(10)}`;
