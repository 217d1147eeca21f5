import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameClaim, isRuntimeFrame, normaliseSymbol } from './frame.ts';
import { parseTrace } from './trace.ts';

const lines = (...text: string[]): string => text.join('\n');
const brief = (text: string) => {
  const crash = parseTrace(text);
  return (
    crash && [
      crash.detector,
      crash.kind,
      crash.access,
      crash.frames.map((f) => `${f.symbol}@${f.path ?? ''}:${f.line ?? ''}`),
    ]
  );
};

describe('a crash trace', () => {
  it('of AddressSanitizer: kind, access, and the first stack only', () => {
    const trace = lines(
      '==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x55 bp 0x7f sp 0x7f',
      'READ of size 8 at 0x602000000010 thread T0',
      '    #0 0x55d0 in png::Row<unsigned char>::at(unsigned long) const /src/png/row.h:41:12',
      '    #1 0x55d1 in read_rows(Image*, int) /src/png/read file.c:120:3',
      '    #2 0x55d2 in __libc_start_main (/lib/x86_64-linux-gnu/libc.so.6+0x29d8f) (BuildId: 69389d)',
      'freed by thread T0 here:',
      '    #0 0x4f in free (/work/fuzz+0x4f)',
    );
    expect(brief(trace)).toEqual([
      'AddressSanitizer',
      'heap-use-after-free',
      'read',
      ['png::Row::at@src/png/row.h:41', 'read_rows@src/png/read file.c:120', '__libc_start_main@:'],
    ]);
  });

  it('of other sanitizers and libFuzzer', () => {
    expect(
      brief('x.c:10:5: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented')?.slice(0, 2),
    ).toEqual(['UndefinedBehaviorSanitizer', 'signed-integer-overflow']);
    expect(brief('==1== ERROR: libFuzzer: out-of-memory (malloc(1073741824))')?.slice(0, 2)).toEqual([
      'libFuzzer',
      'out-of-memory',
    ]);
    expect(brief('WARNING: ThreadSanitizer: data race (pid=1)')?.slice(0, 2)).toEqual(['ThreadSanitizer', 'data-race']);
    expect(brief('==3==ERROR: AddressSanitizer: attempting double-free on 0x60')?.slice(0, 2)).toEqual([
      'AddressSanitizer',
      'double-free',
    ]);
  });

  it('of Go, with methods and without arguments', () => {
    const trace = lines(
      'panic: runtime error: index out of range [5] with length 3',
      '',
      'goroutine 1 [running]:',
      'example.org/x/png.(*Decoder).row(0xc000012, 0x5)',
      '\t/src/png/decode.go:77 +0x1d',
      'main.main()',
      '\t/src/main.go:9 +0x20',
      'goroutine 2 [sleep]:',
      'other.f()',
      '\t/src/other.go:1 +0x1',
    );
    expect(brief(trace)).toEqual([
      'Go',
      'panic-index-out-of-range',
      undefined,
      ['example.org/x/png.(*Decoder).row@src/png/decode.go:77', 'main.main@src/main.go:9'],
    ]);
  });

  it('of Python, innermost frame first and the exception named', () => {
    const trace = lines(
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in <module>',
      '    run(data)',
      '  File "/app/lib/parse.py", line 12, in run',
      '    return table[key]',
      "KeyError: 'x'",
    );
    expect(brief(trace)).toEqual([
      'Python',
      'KeyError',
      undefined,
      ['run@app/lib/parse.py:12', '<module>@app/main.py:3'],
    ]);
  });

  it('of JavaScript and Java', () => {
    const script = lines(
      "TypeError: Cannot read properties of undefined (reading 'length')",
      '    at Parser.next [as step] (/app/src/parser.js:10:15)',
      '    at async /app/src/index.js:3:1',
    );
    expect(brief(script)).toEqual([
      'JavaScript',
      'TypeError',
      undefined,
      ['Parser.next@app/src/parser.js:10', '<anonymous>@app/src/index.js:3'],
    ]);
    const java = lines(
      'Exception in thread "main" java.lang.ArrayIndexOutOfBoundsException: 5',
      '\tat org.example.Row.<init>(Row.java:12)',
      '\tat java.base/java.lang.Thread.run(Thread.java:833)',
      'Caused by: x',
    );
    expect(brief(java)).toEqual([
      'Java',
      'ArrayIndexOutOfBoundsException',
      undefined,
      ['org.example.Row.init@Row.java:12', 'java.lang.Thread.run@Thread.java:833'],
    ]);
  });

  it('of Rust', () => {
    const trace = lines(
      "thread 'main' panicked at src/lib.rs:4:9:",
      'index out of bounds: the len is 3 but the index is 5',
      'stack backtrace:',
      '   0: demo::row::h0123456789abcdef',
      '             at ./src/lib.rs:4:9',
    );
    expect(brief(trace)).toEqual(['Rust', 'panic', undefined, ['demo::row@src/lib.rs:4']]);
  });

  it('is undefined where nothing is recognised', () => {
    expect(parseTrace('the program crashed, I promise')).toBeUndefined();
    expect(parseTrace('')).toBeUndefined();
  });

  it('takes time in proportion to its length, whatever the text', () => {
    const hostile = ['a ', '(', ':1', '#0 ', ' at ', '<', '::', 'x.isra', '\t', '[as '].map((piece) =>
      piece.repeat(40_000),
    );
    for (const text of hostile) {
      parseTrace(text);
      parseTrace(`#0 0x1 in ${text}`);
      parseTrace(text.replaceAll(' ', ' \n'));
      normaliseSymbol(text);
    }
  }, 5_000); // a quadratic rule takes minutes here

  it('never fails on random text', () => {
    const pieces = fc.constantFrom(
      '#0 ',
      'at ',
      'in ',
      '(',
      ')',
      '<',
      '>',
      ':1',
      '/a/b.c',
      'ERROR: AddressSanitizer: ',
      '\n',
      '\u0000',
      'panic: ',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }),
        (parts) => void parseTrace(parts.join('')),
      ),
    );
  });
});

describe('a symbol', () => {
  it.each([
    ['ns::Vec<int, std::alloc<int>>::push(int const&) const', 'ns::Vec::push'],
    ['bool operator<(A const&, B const&)', 'bool operator<'],
    ['A::operator->() const', 'A::operator->'],
    ['A::operator()(int)', 'A::operator()'],
    ['(anonymous namespace)::parse(char*)', 'parse'],
    ['parse.isra.0.cold', 'parse'],
    ['demo::row::h0123456789abcdef', 'demo::row'],
    ['main.(*T).run(0xc0001, 0x2)', 'main.(*T).run'],
    ['main.run.func1()', 'main.run.func1'],
    ['<alloc::vec::Vec<T> as Drop>::drop', '<alloc::vec::Vec as Drop>::drop'],
    ['', '?'],
  ])('%s is compared as %s', (raw, normal) => {
    expect(normaliseSymbol(raw)).toBe(normal);
  });

  it('of the machinery is told from one of the program', () => {
    const runtime = [
      '__asan_memcpy',
      '__interceptor_strlen',
      'abort',
      'fuzzer::RunOneTest',
      'runtime.gopanic',
      'core::panicking::panic',
      '?',
    ];
    expect(runtime.filter((s) => !isRuntimeFrame(frameClaim(s)))).toEqual([]);
    expect(['abort_transaction', 'main.panicky', 'parse'].filter((s) => isRuntimeFrame(frameClaim(s)))).toEqual([]);
  });
});
