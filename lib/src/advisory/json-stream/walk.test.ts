import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan, type JsonEvent, type JsonLimits, parseStrictJson, walkJson } from './index.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const reused = new Uint8Array(size); // a source may reuse its buffer, as file streams with a pool do
  for (let from = 0; from < bytes.length; from += size) {
    const part = bytes.subarray(from, from + size);
    reused.set(part);
    yield reused.subarray(0, part.length);
  }
}

async function walk(
  input: string | Uint8Array,
  wanted: Record<string, number>,
  limits: Partial<JsonLimits> = {},
  chunk = 7,
): Promise<JsonEvent[]> {
  const bytes = typeof input === 'string' ? text(input) : input;
  const events: JsonEvent[] = [];
  for await (const batch of walkJson(chunksOf(bytes, chunk), compilePlan(wanted), limits)) events.push(...batch);
  return events;
}

const values = (events: JsonEvent[]) => events.flatMap((e) => (e.kind === 'value' ? [[e.path, e.value]] : []));
const problems = (events: JsonEvent[]) => events.flatMap((e) => (e.kind === 'problem' ? [e.problem] : []));
const codes = (events: JsonEvent[]) => problems(events).map((p) => p.code);

const LOG = `{"version": "2.1.0",
  "runs": [
    {"tool": {"driver": {"name": "t\\u0041"}}, "results": [{"a": [1, 2]}, {"b": "\\"]}"}]},
    {"results": null}, 7,
    {"results": [], "other": {"results": [1]}}
  ]}`;

describe('a walk over a JSON document', () => {
  it('delivers the wanted values with their pointers, whatever the chunks', async () => {
    for (const chunk of [1, 2, 3, 5, 16, 1000]) {
      const events = await walk(
        LOG,
        { '/version': 99, '/runs/*/results/*': 99, '/runs/*/tool/driver/name': 99 },
        {},
        chunk,
      );
      expect(values(events)).toEqual([
        ['/version', '2.1.0'],
        ['/runs/0/tool/driver/name', 'tA'],
        ['/runs/0/results/0', { a: [1, 2] }],
        ['/runs/0/results/1', { b: '"]}' }],
      ]);
      expect(problems(events)).toEqual([]);
    }
  });

  it('tells which containers it passed, how long they were, and where something else stood', async () => {
    const events = await walk(LOG, { '/runs/*/results/*': 99 });
    expect(events.filter((e) => e.kind === 'container').map((e) => [e.path, e.length])).toEqual([
      ['/runs/0/results', 2],
      ['/runs/0', 2],
      ['/runs/1', 1],
      ['/runs/3/results', 0],
      ['/runs/3', 2],
      ['/runs', 4],
      ['', 2],
    ]);
    expect(events.filter((e) => e.kind === 'mismatch').map((e) => [e.path, e.expected, e.found])).toEqual([
      ['/runs/1/results', 'array', 'null'],
      ['/runs/2', 'object', 'number'],
    ]);
  });

  it('gives the array positions that stood for the stars', async () => {
    const events = await walk('{"a":[{"b":[1]},{"b":[2,3]}]}', { '/a/*/b/*': 9 });
    expect(events.flatMap((e) => (e.kind === 'value' ? [e.indices] : []))).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  it('places a mistake by line, column and pointer, even far inside a value that nobody asked for', async () => {
    const events = await walk('{"a": 1,\n "b": {"c": [1 2]}}', { '/a': 9 });
    expect(problems(events)).toEqual([
      {
        code: 'json.syntax',
        path: '/b',
        detail: "expected a comma or the end of the array but found '2', at line 2, column 16",
      },
    ]);
  });

  it('refuses what is no UTF-8, at its place, and whatever the chunks', async () => {
    for (const chunk of [1, 2, 3, 100])
      for (const bad of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf0, 0x9f, 0x92]]) {
        const bytes = Uint8Array.from([...text('{"é💥": "x'), ...bad, ...text('"}')]);
        expect(codes(await walk(bytes, {}, {}, chunk)), `${bad}`).toEqual(['input.encoding']);
      }
    expect(codes(await walk(text('"é"').subarray(0, 2), {}))).toEqual(['input.encoding']);
  });

  it('takes one byte order mark at the start and none elsewhere', async () => {
    expect(problems(await walk('\ufeff{"a": 1}', {}, {}, 100))).toEqual([]);
    expect(problems(await walk('\ufeff{"a": 1}', {}, {}, 1))).toEqual([]);
    expect(codes(await walk('{\ufeff"a": 1}', {}))).toEqual(['json.syntax']);
  });

  it('keeps its limits: bytes, depth, keys, size of one value', async () => {
    expect(codes(await walk('[1,2,3,4,5,6,7,8,9]', {}, { maxBytes: 10 }))).toEqual(['input.too-large']);
    expect(codes(await walk('['.repeat(70), {}))).toEqual(['json.too-deep']);
    expect(codes(await walk(`${'['.repeat(64)}${']'.repeat(64)}`, {}))).toEqual([]);
    expect(codes(await walk('{"a":1,"b":2,"c":3}', { '/x': 1 }, { maxKeys: 2 }))).toEqual(['field.too-many']);
    expect(codes(await walk(`{"${'k'.repeat(2000)}":1}`, { '/x': 1 }))).toEqual(['field.too-long']);
    const events = await walk('[["long enough"],[1],["also too long"]]', { '/*': 8 });
    expect(codes(events)).toEqual(['input.too-large', 'input.too-large']);
    expect(values(events)).toEqual([['/1', [1]]]);
  });

  it('reports a key that stands twice in a walked object, also when one of them is escaped', async () => {
    const events = await walk('{"runs": [], "a": {"x": 1, "x": 2}, "\\u0072uns": []}', { '/runs/*': 9 });
    expect(problems(events).map((p) => [p.code, p.path])).toEqual([['json.duplicate-key', '/runs']]);
  });

  it('delivers a scalar at the root and says when there is nothing at all', async () => {
    expect(values(await walk(' 12.5e1', { '': 99 }))).toEqual([['', 125]]);
    expect(codes(await walk(' \n ', {}))).toEqual(['input.empty']);
    expect(codes(await walk('{"a": 1} {}', {}))).toEqual(['json.syntax']);
    expect(codes(await walk('{"a": tru', {}))).toEqual(['json.syntax']);
  });

  it('reads any value as JSON.parse does, cut at any place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (list, chunk, pretty) => {
          const json = JSON.stringify({ skip: list, list }, null, pretty ? 2 : 0);
          const events = await walk(json, { '/list/*': 1e6 }, {}, chunk);
          expect(problems(events)).toEqual([]);
          expect(values(events).map(([, value]) => value)).toEqual(JSON.parse(json).list);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('accepts exactly the texts that JSON.parse accepts', async () => {
    const alphabet = '{}[]",:\\tfn rue0123.eE+-\u0001é\n'.split('');
    const nearly = fc.jsonValue().map((v) => JSON.stringify(v).split(''));
    const cut = fc.tuple(nearly, fc.nat(), fc.nat(3), fc.array(fc.constantFrom(...alphabet), { maxLength: 3 }));
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(cut, fc.integer({ min: 1, max: 9 }), async ([characters, at, gone, added], chunk) => {
        characters.splice(at % (characters.length + 1), gone, ...added);
        const json = characters.join('');
        const bytes = text(json);
        const events = await walk(bytes, { '': 1e6 }, {}, chunk);
        const theirs = parsed(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
        expect(problems(events).length === 0, json).toBe(theirs.ok);
        if (theirs.ok) accepted += 1;
        if (theirs.ok) expect(values(events)).toEqual([['', theirs.value]]);
      }),
      { numRuns: 4000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });
});

function parsed(json: string): { ok: boolean; value?: unknown } {
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch {
    return { ok: false };
  }
}

describe('a plan', () => {
  it('refuses patterns that lie inside each other or contradict each other', () => {
    expect(() => compilePlan({ '/a': 1, '/a/b': 1 })).toThrow('/a has another inside it');
    expect(() => compilePlan({ '/a/*': 1, '/a/b': 1 })).toThrow('both object and array');
  });
});

describe('strict parsing of a small document', () => {
  it('finds every duplicate key at any depth, with its pointer', () => {
    const result = parseStrictJson(text('{"a": [{"x": 1}, {"x": 1, "y": {"z": 1, "z": 2}, "x": 2}], "a": 0}'));
    expect(result.ok).toBe(false);
    if (!result.ok)
      expect(result.problems.map((p) => [p.code, p.path])).toEqual([
        ['json.duplicate-key', '/a/1/y/z'],
        ['json.duplicate-key', '/a/1/x'],
        ['json.duplicate-key', '/a'],
      ]);
  });

  it('keeps a key named __proto__ as plain data', () => {
    const result = parseStrictJson(text('{"__proto__": {"polluted": true}}'));
    expect(result.ok && Object.hasOwn(result.value as object, '__proto__')).toBe(true); // the value is the object above
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined(); // looks up the prototype on purpose
  });
});
