// Stack frames as comparable names: two builds of one program give the same symbol for the same function.
import type { FrameClaim } from '../finding-model.ts';
import { cutText, oneLine } from './text.ts';

export const MAX_FRAMES = 64;
const MAX_SYMBOL = 512;
const MAX_PATH = 1_024;

/** A frame with its symbol normalised and its path with forward slashes and no drive or leading slash. */
export function frameClaim(symbol: string, path?: string, line?: number): FrameClaim {
  const where = path === undefined ? '' : framePath(path);
  return {
    symbol: normaliseSymbol(symbol),
    ...(where === '' ? {} : { path: where }),
    ...(line !== undefined && Number.isSafeInteger(line) && line > 0 ? { line } : {}),
  };
}

/**
 * `ns::Vec<int>::push(int const&) const` → `ns::Vec::push`; `f.isra.0` → `f`; `core::fmt::h0123456789abcdef` → `core::fmt`;
 * `main.(*T).run(0xc0001, …)` → `main.(*T).run`; addresses → `?`.
 */
export function normaliseSymbol(symbol: string): string {
  let name = oneLine(symbol).slice(0, 4 * MAX_SYMBOL);
  name = withoutArguments(withoutTemplates(name));
  name = name
    .replace(/\((anonymous namespace|anonymous class)\)(::)?/g, '')
    .replace(/::h[0-9a-f]{16}$/, '')
    .replace(/(\.(isra|part|constprop|cold|llvm)(\.\d+)?)+$/, '')
    .replace(/\$[0-9a-f]{8,}$/, '')
    .replace(/\b0x[0-9a-f]+\b/gi, '?')
    .trim();
  return cutText(name === '' ? '?' : name, MAX_SYMBOL);
}

/** Frames of the machinery that watches, aborts or starts programs: they say nothing of the bug. */
export function isRuntimeFrame(frame: FrameClaim): boolean {
  return RUNTIME.test(frame.symbol) || (frame.path !== undefined && RUNTIME_PATH.test(frame.path));
}

const RUNTIME =
  /^(__asan_|__msan_|__ubsan_|__tsan_|__lsan_|__hwasan_|__sanitizer|__interceptor_|___interceptor_|__interception|__libc_start|_start$|__scrt_|abort$|__GI_|raise$|gsignal$|__assert_fail|__pthread_kill|fuzzer::|LLVMFuzzerTestOneInput$|LLVMFuzzerRunDriver|runtime\.(gopanic|goPanic|panic|goexit|main$|sigpanic|throw)|panic$|std::panicking|core::panicking|rust_begin_unwind|__rust_|std::rt::|std::sys|asan_|operator new|operator delete|node:internal|Module\._compile|\?$)/;
const RUNTIME_PATH =
  /(^|\/)(compiler-rt\/|sanitizer_common\/|libfuzzer\/|node:internal\/|internal\/process\/|importlib\/_bootstrap)/i;

/** `f<…>` → `f`; `operator<` and `operator->` keep their signs. Linear in the length. */
function withoutTemplates(name: string): string {
  if (!name.includes('<')) return name;
  let depth = 0;
  let out = '';
  for (let i = 0; i < name.length; i += 1) {
    const c = name.charAt(i);
    if (out.endsWith('operator') && (c === '<' || c === '>' || c === '-')) {
      const sign = /^(<=>|<<=?|>>=?|<=?|>=?|->\*?)/.exec(name.slice(i, i + 3))?.[0] ?? c;
      out += sign;
      i += sign.length - 1;
    } else if (c === '<' && (i > 0 || name.indexOf('>') < 0)) depth += 1;
    else if (c === '>' && depth > 0) depth -= 1;
    else if (depth === 0) out += c;
  }
  return out;
}

/** `f(int, char) const` → `f`; `(*T).run(…)` and `operator()(…)` keep their first pair. */
function withoutArguments(name: string): string {
  const from = name.includes('operator()') ? name.indexOf('operator()') + 10 : 0;
  for (let i = from; i < name.length; i += 1) {
    if (name.charAt(i) !== '(') continue;
    const receiver = /^\((\*?[\w.]+|anonymous (namespace|class))\)(\.|::)/.exec(name.slice(i, i + 200));
    if (!receiver) return name.slice(0, i).trimEnd();
    i += receiver[0].length - 1;
  }
  return name;
}

function framePath(path: string): string {
  const text = oneLine(path)
    .replaceAll('\\', '/')
    .replace(/^file:\/\/\/?/, '')
    .replace(/^[A-Za-z]:/, '')
    .replace(/^\/+/, '');
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/').slice(-MAX_PATH);
}
