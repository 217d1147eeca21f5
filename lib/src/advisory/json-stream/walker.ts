// The byte scanner. It checks every byte of the document against RFC 8259, knows at each moment how deep it stands, and
// cuts out only the values that were asked for; JSON.parse reads those whole. Measured, this beats a stream of tokens
// several times over, and memory holds one wanted value at a time.
//
// Two kinds of containers: those on the way to wanted values are *walked* (a Frame each, keys decoded), everything else
// is only checked. Walked frames are always the outermost ones, so `depth === frames.length` says "at a walked level".
import type { ProblemCode } from '../../kit/index.ts';
import { pointer, quote } from '../../kit/index.ts';
import { JSON_LIMITS, type JsonEvent, type JsonKind, type JsonLimits } from './events.ts';
import {
  AFTER,
  ARRAY,
  BACKSLASH,
  BYTE_ORDER_MARK,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COLON_SIGN,
  COMMA,
  DONE,
  ESCAPES,
  FIRST_KEY,
  FIRST_VALUE,
  HEX,
  IN_ESCAPE,
  IN_HEX,
  IN_KEY,
  IN_LITERAL,
  IN_NUMBER,
  IN_STRING,
  KEY,
  KIND_OF,
  MINUS,
  NEWLINE,
  NUM_INT,
  NUM_MAY_END,
  NUM_MINUS,
  NUM_ZERO,
  numberStep,
  OBJECT,
  PLAIN,
  QUOTE,
  RETURN,
  SPACE,
  shown,
  TAB,
  VALUE,
  ZERO,
} from './grammar.ts';
import type { PlanNode } from './plan.ts';
import { type Utf8Check, utf8Check } from './utf8.ts';

export class JsonWalker {
  private readonly limits: JsonLimits;
  private readonly everywhere: boolean;
  private readonly plan: PlanNode;
  private readonly utf8: Utf8Check = utf8Check();
  private events: JsonEvent[] = [];
  private failed = false;

  // Where the scanner stands.
  private state: number = VALUE;
  private stringState: number = IN_STRING; // what an escape returns to
  private depth = 0;
  private readonly kinds: Uint8Array; // by depth: OBJECT or ARRAY
  private hexLeft = 0;
  private number = NUM_MINUS;
  private literal = 'null';
  private literalAt = 0;
  private base = 0; // offset in the document of the chunk's first byte
  private line = 1;
  private lineStart = 0;

  // The walked containers, the value being cut out, and the key being read.
  private readonly frames: Frame[] = [];
  private readonly trail: (string | number)[] = ['']; // by depth: the key or position, kept only where duplicates are sought everywhere
  private readonly keySets: (Set<string> | undefined)[] = []; // by depth
  private wanted: PlanNode | undefined;
  private wantedFrom = 0; // index in this chunk
  private wantedParts: Buffer[] | undefined = [];
  private wantedBytes = 0;
  private keyFrom = -1;
  private keyParts: Buffer[] = [];

  constructor(plan: PlanNode, limits: Partial<JsonLimits> = {}) {
    this.plan = plan;
    this.limits = { ...JSON_LIMITS, ...limits };
    this.everywhere = this.limits.duplicateKeys === 'everywhere';
    this.kinds = new Uint8Array(this.limits.maxDepth + 1);
  }

  /** Takes the next bytes; gives what they completed. Keep chunks small (256 KiB): what one completes is held at once. */
  push(chunk: Uint8Array): readonly JsonEvent[] {
    this.events = [];
    if (this.failed || chunk.length === 0) return this.events;
    const room = this.limits.maxBytes - this.base;
    const taken = chunk.length > room ? chunk.subarray(0, room) : chunk;
    const bad = this.utf8.push(taken);
    this.consume(bad < 0 ? taken : taken.subarray(0, bad));
    if (bad >= 0) this.fail('input.encoding', 'a byte that is not UTF-8', 0);
    else if (taken !== chunk) this.fail('input.too-large', `more than ${this.limits.maxBytes} bytes`, 0);
    return this.events;
  }

  /** Says that the document is over. */
  end(): readonly JsonEvent[] {
    this.events = [];
    if (this.failed) return this.events;
    if (this.state === IN_NUMBER && NUM_MAY_END[this.number]) this.valueDone(0);
    if (this.utf8.cut()) this.fail('input.encoding', 'the text ends inside a character', 0);
    else if (this.state === VALUE && this.depth === 0) this.fail('input.empty', 'there is no value', 0);
    else if (this.state !== DONE) this.fail('json.syntax', 'the text ends inside a value', 0);
    return this.events;
  }

  get broken(): boolean {
    return this.failed;
  }

  private consume(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.scan(chunk)) this.carryOver(chunk);
    this.base += chunk.length;
  }

  /** Judges the chunk's bytes one after the other, the long runs inside strings at once. */
  private scan(chunk: Buffer): boolean {
    const end = chunk.length;
    let pos = 0;
    while (pos < end) {
      if (this.state === IN_STRING || this.state === IN_KEY) {
        while (pos < end && PLAIN[chunk[pos] ?? 0] === 1) pos += 1;
        if (pos >= end) return true;
        if (!this.endOfRun(chunk, pos)) return false;
        pos += 1;
        continue;
      }
      const c = chunk[pos] ?? 0;
      if (this.state === IN_NUMBER) {
        const next = numberStep(this.number, c);
        if (next < 0) {
          if (!NUM_MAY_END[this.number]) return this.fail('json.syntax', `${shown(c)} inside a number`, pos);
          this.valueDone(pos, chunk);
          continue; // the byte is judged again, as what follows the number
        }
        this.number = next;
      } else if (this.state >= IN_ESCAPE) {
        if (!this.inToken(c)) return this.fail('json.syntax', this.tokenFault(c), pos);
        if (this.state === IN_LITERAL && this.literalAt === this.literal.length) this.valueDone(pos + 1, chunk);
      } else if (c > SPACE) {
        if (!this.between(c, pos, chunk)) return false;
      } else if (c === NEWLINE) {
        this.line += 1;
        this.lineStart = this.base + pos + 1;
      } else if (c !== SPACE && c !== TAB && c !== RETURN) {
        return this.fail('json.syntax', `found ${shown(c)}`, pos);
      }
      pos += 1;
    }
    return true;
  }

  /** What ends a run of plain characters in a string: a quote, a backslash, or something that may not stand there. */
  private endOfRun(chunk: Buffer, pos: number): boolean {
    const c = chunk[pos] ?? 0;
    if (c === BACKSLASH) {
      this.stringState = this.state;
      this.state = IN_ESCAPE;
      return true;
    }
    if (c !== QUOTE) return this.fail('json.syntax', 'a control character inside a string', pos);
    if (this.state === IN_STRING) {
      this.valueDone(pos + 1, chunk);
      return true;
    }
    this.state = COLON;
    return this.keyFrom < 0 || this.keyDone(chunk, pos);
  }

  /** A byte between tokens that is no white space. */
  private between(c: number, pos: number, chunk: Buffer): boolean {
    switch (this.state) {
      case AFTER: {
        const inObject = this.kinds[this.depth] === OBJECT;
        if (c === COMMA) this.state = inObject ? KEY : VALUE;
        else if (c === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) this.close(pos + 1, chunk);
        else {
          const container = inObject ? 'object' : 'array';
          return this.fail('json.syntax', `expected a comma or the end of the ${container} but found ${shown(c)}`, pos);
        }
        return true;
      }
      case COLON:
        if (c !== COLON_SIGN) return this.fail('json.syntax', `expected a colon but found ${shown(c)}`, pos);
        this.state = VALUE;
        return true;
      case FIRST_KEY:
      case KEY:
        if (c === CLOSE_OBJECT && this.state === FIRST_KEY) {
          this.close(pos + 1, chunk);
          return true;
        }
        if (c !== QUOTE) return this.fail('json.syntax', `expected a key in quotes but found ${shown(c)}`, pos);
        this.state = IN_KEY;
        if (this.everywhere || this.depth === this.frames.length) this.keyFrom = pos + 1;
        return true;
      case FIRST_VALUE:
      case VALUE:
        if (c === CLOSE_ARRAY && this.state === FIRST_VALUE) {
          this.close(pos + 1, chunk);
          return true;
        }
        return this.beginValue(c, pos);
      default:
        return this.fail('json.syntax', `${shown(c)} after the end of the document`, pos);
    }
  }

  private beginValue(c: number, pos: number): boolean {
    const kind = KIND_OF[c];
    if (c === BYTE_ORDER_MARK[this.base + pos] && this.depth === 0) return true; // RFC 8259 §8.1: may be ignored
    if (kind === undefined) return this.fail('json.syntax', `expected a value but found ${shown(c)}`, pos);
    if (this.everywhere && this.kinds[this.depth] === ARRAY)
      this.trail[this.depth] = Number(this.trail[this.depth]) + 1;
    const into = this.depth === this.frames.length ? this.chooseAtWalkedLevel(kind, pos) : undefined;
    if (kind === 'string') this.state = IN_STRING;
    else if (kind === 'object') return this.open(OBJECT, into, pos);
    else if (kind === 'array') return this.open(ARRAY, into, pos);
    else if (kind === 'number') {
      this.state = IN_NUMBER;
      this.number = c === MINUS ? NUM_MINUS : c === ZERO ? NUM_ZERO : NUM_INT;
    } else {
      this.state = IN_LITERAL;
      this.literal = c === 0x74 ? 'true' : c === 0x66 ? 'false' : 'null';
      this.literalAt = 1;
    }
    return true;
  }

  /** Decides whether the value is wanted, walked into, or only checked. */
  private chooseAtWalkedLevel(kind: JsonKind, pos: number): PlanNode | undefined {
    const frame = this.frames.at(-1);
    if (frame) frame.length += 1;
    const node = frame ? (frame.node.elements ?? frame.node.members.get(frame.key)) : this.plan;
    if (!node) return undefined;
    if (node.maxBytes !== undefined) {
      this.wanted = node;
      this.wantedFrom = pos;
      this.wantedBytes = 0;
      this.wantedParts = [];
      return undefined;
    }
    const expected = node.elements ? 'array' : 'object';
    if (kind === expected) return node;
    this.events.push({
      kind: 'mismatch',
      pattern: node.at,
      path: this.here(),
      indices: this.indices(),
      expected,
      found: kind,
    });
    return undefined;
  }

  private open(kind: number, into: PlanNode | undefined, pos: number): boolean {
    if (this.depth >= this.limits.maxDepth)
      return this.fail('json.too-deep', `more than ${this.limits.maxDepth} levels`, pos);
    if (into)
      this.frames.push({
        node: into,
        path: this.here(),
        indices: this.indices(),
        array: kind === ARRAY,
        key: '',
        length: 0,
      });
    this.depth += 1;
    this.kinds[this.depth] = kind;
    if (this.everywhere) this.trail[this.depth] = kind === ARRAY ? -1 : '';
    this.state = kind === OBJECT ? FIRST_KEY : FIRST_VALUE;
    return true;
  }

  private close(pos: number, chunk: Buffer): void {
    if (this.keySets.length > this.depth) this.keySets.length = this.depth;
    if (this.frames.length === this.depth) {
      const frame = this.frames.pop();
      if (frame) {
        const { node, path, indices, length } = frame;
        this.events.push({ kind: 'container', pattern: node.at, path, indices, length });
      }
    }
    this.depth -= 1;
    this.valueDone(pos, chunk);
  }

  private valueDone(pos: number, chunk?: Buffer): void {
    if (this.wanted && this.depth === this.frames.length) this.deliver(pos, chunk);
    this.state = this.depth === 0 ? DONE : AFTER;
  }

  private deliver(pos: number, chunk?: Buffer): void {
    const node = this.wanted;
    this.wanted = undefined;
    if (!node) return;
    const tail = chunk?.subarray(this.wantedFrom, pos) ?? Buffer.alloc(0);
    const bytes = this.wantedBytes + tail.length;
    const max = node.maxBytes ?? 0;
    const path = this.here();
    if (!this.wantedParts || bytes > max) {
      this.report(false, 'input.too-large', path, `the value has ${bytes} bytes, more than ${max}`);
      return;
    }
    const whole = this.wantedParts.length === 0 ? tail : Buffer.concat([...this.wantedParts, tail]);
    this.wantedParts = [];
    this.events.push({
      kind: 'value',
      pattern: node.at,
      path,
      indices: this.indices(),
      value: JSON.parse(whole.toString('utf8')),
      bytes,
    });
  }

  private keyDone(chunk: Buffer, pos: number): boolean {
    const raw = Buffer.concat([...this.keyParts, chunk.subarray(this.keyFrom, pos)]);
    this.keyFrom = -1;
    this.keyParts = [];
    if (raw.length > this.limits.maxKeyBytes) return this.fail('field.too-long', `a key of ${raw.length} bytes`, pos);
    const text = raw.toString('utf8');
    const key: string = text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text; // a JSON string parses to a string
    const frame = this.depth === this.frames.length ? this.frames.at(-1) : undefined;
    if (frame) frame.key = key;
    if (this.everywhere) this.trail[this.depth] = key;
    const seen = this.keySets[this.depth] ?? new Set();
    this.keySets[this.depth] = seen;
    if (seen.has(key))
      this.report(false, 'json.duplicate-key', this.nearest(), `${quote(key)} again, ${this.placeOf(pos)}`);
    else if (seen.size >= this.limits.maxKeys)
      return this.fail('field.too-many', `an object with more than ${this.limits.maxKeys} keys`, pos);
    seen.add(key);
    return true;
  }

  /** One byte of an escape or a literal; false when it does not fit. */
  private inToken(c: number): boolean {
    if (this.state === IN_ESCAPE) {
      if (c === 0x75) {
        this.state = IN_HEX;
        this.hexLeft = 4;
      } else if (ESCAPES[c] === 1) this.state = this.stringState;
      else return false;
    } else if (this.state === IN_HEX) {
      if (HEX[c] !== 1) return false;
      this.hexLeft -= 1;
      if (this.hexLeft === 0) this.state = this.stringState;
    } else {
      if (c !== this.literal.charCodeAt(this.literalAt)) return false;
      this.literalAt += 1;
    }
    return true;
  }

  private tokenFault(c: number): string {
    if (this.state === IN_LITERAL) return `${shown(c)} inside ${this.literal}`;
    return this.state === IN_HEX ? `${shown(c)} inside a \\u escape` : `${shown(c)} after a backslash`;
  }

  /** Keeps what a chunk boundary cuts: the chunk may be reused by whoever gave it. */
  private carryOver(chunk: Buffer): void {
    if (this.wanted) {
      const part = chunk.subarray(this.wantedFrom);
      this.wantedBytes += part.length;
      if (this.wantedBytes > (this.wanted.maxBytes ?? 0)) this.wantedParts = undefined; // counted on, no longer held
      this.wantedParts?.push(Buffer.from(part));
      this.wantedFrom = 0;
    }
    if (this.keyFrom >= 0) {
      this.keyParts.push(Buffer.from(chunk.subarray(this.keyFrom)));
      this.keyFrom = 0;
      const held = this.keyParts.reduce((sum, part) => sum + part.length, 0);
      if (held > this.limits.maxKeyBytes)
        this.fail('field.too-long', `a key of more than ${this.limits.maxKeyBytes} bytes`, chunk.length);
    }
  }

  /** JSON pointer to the value at the walked level. */
  private here(): string {
    const frame = this.frames.at(-1);
    return frame ? pointer(frame.path, frame.array ? frame.length - 1 : frame.key) : '';
  }

  /** JSON pointer to the innermost place whose name is known. */
  private nearest(): string {
    if (this.everywhere) return pointer('', ...this.trail.slice(1, this.depth + 1).filter((step) => step !== -1));
    const frame = this.frames.at(-1);
    return frame && frame.length === 0 && frame.key === '' ? frame.path : this.here();
  }

  private indices(): readonly number[] {
    const frame = this.frames.at(-1);
    if (!frame) return [];
    return frame.array ? [...frame.indices, frame.length - 1] : frame.indices;
  }

  private placeOf(pos: number): string {
    return `at line ${this.line}, column ${this.base + pos - this.lineStart + 1}`;
  }

  private report(fatal: boolean, code: ProblemCode, path: string, detail: string): void {
    this.events.push({ kind: 'problem', fatal, problem: { code, path, detail } });
  }

  /** Reports the problem that ends the walk. Always false, so that callers can return it. */
  private fail(code: ProblemCode, detail: string, pos: number): false {
    if (!this.failed) this.report(true, code, this.nearest(), `${detail}, ${this.placeOf(pos)}`);
    this.failed = true;
    return false;
  }
}

interface Frame {
  readonly node: PlanNode;
  readonly path: string;
  readonly indices: readonly number[];
  readonly array: boolean;
  /** The last key read, of an object. */
  key: string;
  length: number;
}
