// Reads the text of a crash: which detector, what kind, and the innermost stack with normalised names. Sanitizers,
// libFuzzer, Go, Rust, Java, Python and JavaScript. Line by line, with limits; what is not recognised stays 'unknown'.
import type { CrashClaim, FrameClaim } from '../finding-model.ts';
import { frameClaim, MAX_FRAMES } from './frame.ts';

const MAX_LINES = 5_000;
const MAX_LINE = 1_000;

/** The crash that the text tells of, or undefined where neither a detector nor a frame is recognised. */
export function parseTrace(text: string): CrashClaim | undefined {
  const lines = text.split('\n', MAX_LINES).map((line) => line.slice(0, MAX_LINE).trimEnd());
  const head = firstOf(lines, detect);
  const frames = framesOf(lines, head?.value.language ?? 'native', head?.at ?? 0);
  if (!head && frames.length === 0) return undefined;
  const access = head ? accessOf(lines, head.at) : undefined;
  return {
    detector: head?.value.detector ?? 'unknown',
    kind: (head?.value.language === 'python' ? pythonKind(lines, head.at) : head?.value.kind) ?? 'unknown',
    ...(access ? { access } : {}),
    frames,
  };
}

type Language = 'native' | 'go' | 'python' | 'javascript' | 'java' | 'rust';

interface Head {
  readonly detector: string;
  readonly kind: string;
  readonly language: Language;
}

function detect(line: string, next: string): Head | undefined {
  const sanitizer = /(?:ERROR: |WARNING: (?!Address))(Address|Memory|Thread|Leak|HWAddress)Sanitizer:? ?(.*)$/.exec(
    line,
  );
  if (sanitizer)
    return { detector: `${sanitizer[1]}Sanitizer`, kind: sanitizerKind(sanitizer[2] ?? ''), language: 'native' };
  const go = /^(panic|fatal error): (.+)$/.exec(line);
  if (go)
    return {
      detector: 'Go',
      kind: go[1] === 'panic' ? slug(`panic ${goPanic(go[2] ?? '')}`) : slug(go[2] ?? ''),
      language: 'go',
    };
  const undefinedBehaviour = /: runtime error: (.+)$/.exec(line);
  if (undefinedBehaviour)
    return { detector: 'UndefinedBehaviorSanitizer', kind: slug(undefinedBehaviour[1] ?? ''), language: 'native' };
  const fuzzer = /ERROR: libFuzzer: (.+)$/.exec(line);
  if (fuzzer) return { detector: 'libFuzzer', kind: slug(fuzzer[1] ?? ''), language: 'native' };
  const rust = /^thread '[^']{0,200}' (?:\(\d+\) )?panicked at (.*)$/.exec(line);
  if (rust) return { detector: 'Rust', kind: 'panic', language: 'rust' };
  const java = /^(?:Exception in thread "[^"]{0,200}" |== Java Exception: )((?:[\w$]+\.)+[\w$]+)(?::|$)/.exec(line);
  if (java) return { detector: 'Java', kind: lastPart(java[1] ?? ''), language: 'java' };
  if (line.includes('Traceback (most recent call last):'))
    return { detector: 'Python', kind: 'unknown', language: 'python' };
  const script = /^(?:Uncaught )?(?:\w+ )?(\w{0,60}Error)\b(?: \[[A-Z_]{1,60}\])?(?::|$)/.exec(line);
  if (script && /^\s+at /.test(next))
    return { detector: 'JavaScript', kind: script[1] ?? 'Error', language: 'javascript' };
  return undefined;
}

function sanitizerKind(rest: string): string {
  if (/^(attempting )?double.free/.test(rest)) return 'double-free';
  if (/^attempting free on address which was not/.test(rest)) return 'bad-free';
  if (/^detected memory leaks/.test(rest)) return 'memory-leak';
  const word = /^([A-Za-z][\w-]{1,60})/.exec(rest)?.[1];
  return word === 'data' && /^data race/.test(rest) ? 'data-race' : (word ?? 'unknown');
}

const goPanic = (text: string): string =>
  text
    .replace(/^runtime error: /, '')
    .replace(/\[[^\]]{0,80}\].*$/, '')
    .replace(/ with (length|capacity) .*$/, '');

/** The first words that carry no value, address or name. */
const slug = (text: string): string =>
  text
    .replace(/\b0x[0-9a-f]+\b|'[^']{0,200}'|-?\d+/gi, ' ')
    .split(/[:(;]/)[0]
    ?.trim()
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'unknown';

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function accessOf(lines: readonly string[], from: number): 'read' | 'write' | undefined {
  for (const line of lines.slice(from, from + 6)) {
    const found = /\b(READ|WRITE)\b(?: of size|\s+memory access)|caused by a (READ|WRITE) memory/.exec(line);
    if (found) return (found[1] ?? found[2]) === 'READ' ? 'read' : 'write';
  }
  return undefined;
}

/** The first stack after the head: later ones tell of allocation or release. Python's, innermost last, is turned round. */
function framesOf(lines: readonly string[], language: Language, from: number): readonly FrameClaim[] {
  const frames: FrameClaim[] = [];
  let gap = 0;
  for (
    let i = from;
    i < lines.length && frames.length < (language === 'python' ? 4 * MAX_FRAMES : MAX_FRAMES);
    i += 1
  ) {
    const found = frameAt(lines, i, language);
    if (found === 'new stack' && frames.length > 0) break;
    if (found && found !== 'new stack') {
      frames.push(found);
      gap = 0;
    } else if (frames.length > 0) {
      gap += 1;
      if (gap > 2) break;
    }
  }
  if (language === 'python') frames.reverse();
  return frames.slice(0, MAX_FRAMES);
}

function frameAt(lines: readonly string[], i: number, language: Language): FrameClaim | 'new stack' | undefined {
  const line = lines[i] ?? '';
  if (language === 'go') return goFrame(line, lines[i + 1] ?? '');
  if (language === 'python') return pythonFrame(line);
  if (language === 'javascript') return scriptFrame(line);
  if (language === 'java') return javaFrame(line);
  if (language === 'rust') return rustFrame(line, lines[i + 1] ?? '') ?? nativeFrame(line);
  return nativeFrame(line);
}

/** `    #3 0x55d in parse(char const*) /src/x.c:12:3` and `#0 parse x.c:12`. `#0` again begins another stack. */
function nativeFrame(line: string): FrameClaim | 'new stack' | undefined {
  const found = /^\s*#(\d{1,3})\s+(?:(0x[0-9a-f]+)\s+)?(?:in\s+)?(\S.*)$/i.exec(line);
  if (!found)
    return /^\s*(freed by|previously allocated by|allocated by|Uninitialized value was)/.test(line)
      ? 'new stack'
      : undefined;
  const rest = withoutModule(found[3] ?? '');
  const place = /:(\d{1,9})(?::\d{1,9})?$/.exec(rest);
  const named = place ? rest.slice(0, place.index) : rest;
  const cut = named.includes(' /') ? named.lastIndexOf(' /') : place ? named.lastIndexOf(' ') : -1;
  if (cut < 0) return frameClaim(named === '' ? '?' : named);
  return frameClaim(named.slice(0, cut), named.slice(cut + 1), place ? Number(place[1]) : undefined);
}

/** Cuts `(/lib/x.so+0x12)` and `(BuildId: 12ab)` off the end: they change with every build. */
function withoutModule(text: string): string {
  let rest = text;
  while (rest.endsWith(')')) {
    const open = rest.lastIndexOf('(');
    if (open < 0 || !/^\((BuildId: [0-9a-f]+|.*\+0x[0-9a-f]+)\)$/i.test(rest.slice(open))) break;
    rest = rest.slice(0, open).trimEnd();
  }
  return rest;
}

/** Two lines: `main.(*T).run(0xc000, 0x1)` and `\t/src/t.go:12 +0x1d`. */
function goFrame(line: string, next: string): FrameClaim | 'new stack' | undefined {
  if (/^goroutine \d+ \[/.test(line)) return 'new stack';
  const place = /^\s+(\S.*\.(?:go|s)):(\d+)(?: \+0x[0-9a-f]+)?$/.exec(next);
  if (!place || /^\s/.test(line)) return undefined;
  return frameClaim(line.replace(/^created by /, '').replace(/ in goroutine \d+$/, ''), place[1], Number(place[2]));
}

function pythonFrame(line: string): FrameClaim | 'new stack' | undefined {
  const found = /^\s*File "([^"]{1,1000})", line (\d{1,9})(?:, in (.+))?$/.exec(line);
  return found ? frameClaim(found[3] ?? '<module>', found[1], Number(found[2])) : undefined;
}

/** The exception is named below the frames, at the start of a line. */
function pythonKind(lines: readonly string[], from: number): string | undefined {
  const named = firstOf(lines.slice(from + 1), (line) => /^([A-Za-z_][\w.]{0,100})(?::|$)/.exec(line)?.[1]);
  return named ? lastPart(named.value) : undefined;
}

/** `    at Object.f [as g] (/src/x.js:1:2)` and `    at /src/x.js:1:2`. */
function scriptFrame(line: string): FrameClaim | undefined {
  const found = /^\s*at (?:async )?(.+)$/.exec(line)?.[1];
  if (found === undefined) return undefined;
  const open = found.endsWith(')') ? found.lastIndexOf('(') : -1;
  const symbol =
    open > 0
      ? found
          .slice(0, open)
          .replace(/^new /, '')
          .replace(/ \[as [^\]]{1,100}\]\s*$/, '')
      : '<anonymous>';
  const place = /^(.*?):(\d{1,9})(?::\d{1,9})?$/.exec(open > 0 ? found.slice(open + 1, -1) : found);
  return place ? frameClaim(symbol, place[1], Number(place[2])) : frameClaim(open > 0 ? symbol : found);
}

/** `\tat com.example.A.f(A.java:12)` */
function javaFrame(line: string): FrameClaim | 'new stack' | undefined {
  if (/^Caused by: /.test(line)) return 'new stack';
  const found = /^\s*at (?:[\w.@-]{1,100}\/)?([\w.$<>]{1,500})\(([^():]{0,300})(?::(\d{1,9}))?\)$/.exec(line);
  return found
    ? frameClaim(
        (found[1] ?? '').replace(/<(init|clinit)>/, '$1'),
        found[2],
        found[3] === undefined ? undefined : Number(found[3]),
      )
    : undefined;
}

/** `   4: crate::f` and `             at ./src/x.rs:12:5`. */
function rustFrame(line: string, next: string): FrameClaim | undefined {
  const found = /^\s*(\d{1,3}): (?:0x[0-9a-f]+ - )?(\S.*)$/.exec(line);
  if (!found) return undefined;
  const place = /^\s+at (.+?):(\d+)(?::\d+)?$/.exec(next);
  return frameClaim(found[2] ?? '', place?.[1], place ? Number(place[2]) : undefined);
}

function firstOf<T>(
  lines: readonly string[],
  find: (line: string, next: string) => T | undefined,
): { value: T; at: number } | undefined {
  for (const [at, line] of lines.entries()) {
    const value = find(line, lines[at + 1] ?? '');
    if (value !== undefined) return { value, at };
  }
  return undefined;
}
