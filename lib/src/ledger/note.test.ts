import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT } from './hash.ts';
import { formatVerifierKey, keyId, parseVerifierKey, signingKey, verifierKey } from './key.ts';
import { parseNote, signNote, verifyNote } from './note.ts';
import { openCheckpoint, signCheckpoint } from './signed-checkpoint.ts';
import { cosign } from './witness.ts';

const line = (note: string) => `${note.trimEnd().split('\n').at(-1)}\n`;
const seed = (n: number) => new Uint8Array(32).fill(n);
const LOG = signingKey('ledger.example.gov', seed(1));
const OTHER = signingKey('other.example.org', seed(2));
const W1 = signingKey('witness.example.org/w1', seed(3), 'cosignature/v1');
const W2 = signingKey('witness.example.org/w2', seed(4), 'subtree/v1');
const TEXT = 'first line\n\nthird line\n';

describe('keys', () => {
  it('are those of RFC 8032 §7.1 test 1', () => {
    const rfc = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const key = signingKey('rfc8032', rfc);
    expect(Buffer.from(key.verifier.publicKey).toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(Buffer.from(key.sign(new Uint8Array(0))).toString('hex')).toMatch(
      /^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974/,
    );
  });

  it('come back from their text', () => {
    for (const { verifier } of [LOG, OTHER, W1, W2]) {
      const back = expectOk(parseVerifierKey(formatVerifierKey(verifier)));
      expect(formatVerifierKey(back)).toBe(formatVerifierKey(verifier));
      expect(back.type).toBe(verifier.type);
    }
    const { name, publicKey } = LOG.verifier;
    expect(keyId(name, publicKey, 'ed25519')).not.toBe(keyId(name, publicKey, 'cosignature/v1'));
  });

  it('are refused with the reason when any character of their text is changed', () => {
    const text = formatVerifierKey(LOG.verifier);
    for (let i = 0; i < text.length; i += 1) {
      const changed = text.slice(0, i) + (text[i] === 'x' ? 'y' : 'x') + text.slice(i + 1);
      expect(parseVerifierKey(changed), changed).toMatchObject({ ok: false, problems: [{ code: 'note.key' }] });
    }
    for (const bad of ['', '+', 'a+b', 'a b+00000000+AA==', 'a+00000000+', 'a+00000000+AQ==', 'x'.repeat(5000)]) {
      expect(parseVerifierKey(bad).ok, bad).toBe(false);
    }
    expect(() => signingKey('two words', seed(1))).toThrow(RangeError);
    expect(() => signingKey('short', seed(1).subarray(1))).toThrow(RangeError);
    expect(() => verifierKey('a+b', seed(1), 'ed25519')).toThrow(RangeError);
  });
});

describe('notes', () => {
  it('are text, an empty line, and a line per signature', () => {
    const note = signNote(TEXT, [LOG, OTHER]);
    expect(note.startsWith(`${TEXT}\n— ledger.example.gov `)).toBe(true);
    const parsed = expectOk(parseNote(note));
    expect(parsed.text).toBe(TEXT);
    expect(parsed.signatures.map((s) => s.id)).toEqual([LOG.verifier.id, OTHER.verifier.id]);
  });

  it('hold for each trusted key, and ignore the unknown', () => {
    const note = signNote(TEXT, [LOG, OTHER]);
    expect(expectOk(verifyNote(note, [LOG.verifier]))).toMatchObject({
      text: TEXT,
      ignored: 1,
      signatures: [{ at: undefined }],
    });
    expect(expectOk(verifyNote(note, [OTHER.verifier, LOG.verifier])).signatures).toHaveLength(2);
    expect(verifyNote(note, [W1.verifier])).toMatchObject({ ok: false, problems: [{ code: 'note.signature' }] });
    expect(verifyNote(note, [])).toMatchObject({ ok: false });
  });

  it('are refused when a trusted signature is wrong, even beside one that is right', () => {
    const [right = '', wrong = ''] = [signNote(TEXT, [LOG]), signNote('other text\n', [OTHER])];
    const mixed = right + wrong.slice(wrong.indexOf('— '));
    expect(verifyNote(mixed, [LOG.verifier]).ok).toBe(true);
    expect(verifyNote(mixed, [LOG.verifier, OTHER.verifier])).toMatchObject({
      ok: false,
      problems: [{ code: 'note.signature', detail: expect.stringContaining('other.example.org') }],
    });
  });

  it('count a key once, however often its line stands there', () => {
    const note = signNote(TEXT, [LOG]);
    const doubled = note + note.slice(note.indexOf('— '));
    expect(expectOk(verifyNote(doubled, [LOG.verifier])).signatures).toHaveLength(1);
  });

  it('are refused when any single byte is changed', () => {
    const note = Buffer.from(signNote(TEXT, [LOG]));
    for (let i = 0; i < note.length; i += 1) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(note);
        changed[i] = (changed[i] ?? 0) ^ flip;
        const result = verifyNote(changed.toString('utf8'), [LOG.verifier]);
        expect(result.ok, `byte ${i} ^ ${flip}`).toBe(false);
      }
    }
  });

  it('are read strictly', () => {
    const note = signNote(TEXT, [LOG]);
    const line = note.slice(note.indexOf('— '));
    for (const bad of [
      '',
      TEXT,
      `${TEXT}\n`,
      note.slice(0, -1),
      note.replace('\n\n—', '\n—'),
      note.replace('— ', '- '),
      note.replace('— ', '—  '),
      `${note}\n`,
      `${note}— a AAAA\n`,
      `${note}— a b AAAAAAAA\n`,
      `${note}— a\n`,
      note.replace('first', 'fi\trst'),
      note.replace('first', 'fi\rrst'),
      note.replace('first', 'fi\u0000rst'),
      `a\ud800b\n\n${line}`,
      `${TEXT}\n${line.repeat(101)}`,
      `${'x'.repeat(200_000)}\n\n${line}`,
      `${TEXT}\n${line.replace(/(.)\n$/, '\n')}`,
    ]) {
      expect(parseNote(bad), JSON.stringify(bad.slice(0, 90))).toMatchObject({
        ok: false,
        problems: [{ code: 'note.syntax' }],
      });
    }
    expect(() => signNote('no newline', [LOG])).toThrow(RangeError);
    expect(() => signNote('a\u0007\n', [LOG])).toThrow(RangeError);
  });

  it('never make the reader crash', () => {
    const pieces = fc.constantFrom(
      '— ',
      '\n',
      '\n\n',
      'a',
      ' ',
      'AAAAAAAA',
      '=',
      '\u2028',
      '\ud800',
      'ledger.example.gov',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(verifyNote(parts.join(''), [LOG.verifier]).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('cosignatures', () => {
  const checkpoint = signCheckpoint({ size: 0, root: EMPTY_ROOT }, LOG);
  const text = formatCheckpoint({ origin: 'ledger.example.gov', size: 0, root: EMPTY_ROOT });
  const cosigned = checkpoint + cosign(text, W1, 1_679_315_147);
  const trust = { log: LOG.verifier, witnesses: [W1.verifier] };

  it('say when a witness saw the checkpoint', () => {
    expect(expectOk(openCheckpoint(cosigned, trust)).cosignatures).toEqual([
      { name: 'witness.example.org/w1', at: '2023-03-20T12:25:47.000Z' },
    ]);
    expect(expectOk(openCheckpoint(checkpoint, trust)).cosignatures).toEqual([]);
    expect(expectOk(openCheckpoint(cosigned, { log: LOG.verifier })).cosignatures).toEqual([]);
  });

  it('sign the words of tlog-cosignature', () => {
    const bytes = Buffer.from(cosigned.trimEnd().split(' ').at(-1) ?? '', 'base64');
    expect(bytes.length).toBe(4 + 8 + 64);
    expect(W1.verifier.checks(Buffer.from(`cosignature/v1\ntime 1679315147\n${text}`), bytes.subarray(12))).toBe(true);
  });

  it('hold with ML-DSA-44 too, over origin, size and root', () => {
    const line = cosign(text, W2, 1_679_315_147);
    const bytes = Buffer.from(line.trimEnd().split(' ')[2] ?? '', 'base64');
    expect(bytes.length).toBe(4 + 8 + 2420);
    const both = { log: LOG.verifier, witnesses: [W2.verifier, W1.verifier] };
    const opened = expectOk(openCheckpoint(cosigned + line, both));
    expect(opened.cosignatures.map((c) => c.name)).toEqual(['witness.example.org/w1', 'witness.example.org/w2']);
    bytes.writeUInt8((bytes[11] ?? 0) ^ 1, 11); // the last byte of the time
    const moved = `${checkpoint}— ${W2.verifier.name} ${bytes.toString('base64')}\n`;
    expect(openCheckpoint(moved, both)).toMatchObject({ ok: false, problems: [{ code: 'note.signature' }] });
  });

  it('of a time that no calendar has are refused, not crashed on', () => {
    for (const key of [W1, W2]) {
      const late = checkpoint + cosign(text, key, 300_000_000_000);
      expect(openCheckpoint(late, { log: LOG.verifier, witnesses: [key.verifier] }).ok).toBe(false);
      const never = `${checkpoint}— ${key.verifier.name} ${Buffer.concat([Buffer.from(key.verifier.id, 'hex'), Buffer.alloc(3)]).toString('base64')}\n`;
      expect(openCheckpoint(never, { log: LOG.verifier, witnesses: [key.verifier] }).ok).toBe(false);
    }
  });

  it('are given on checkpoints only, and by witness keys only', () => {
    expect(() => cosign('no checkpoint\n', W1, 1)).toThrow(RangeError);
    expect(() => cosign(text, LOG, 1)).toThrow(RangeError);
    expect(verifyNote(`${TEXT}\n${line(cosigned)}`, [W1.verifier])).toMatchObject({ ok: false });
  });

  it('do not hold with another time, and do not stand in for the ledger’s own signature', () => {
    const lines = cosigned.trimEnd().split('\n');
    const bytes = Buffer.from(lines.at(-1)?.split(' ')[2] ?? '', 'base64');
    for (const time of [0, 1_679_315_146, 2 ** 53]) {
      bytes.writeBigUInt64BE(BigInt(time), 4);
      const moved = `${checkpoint}— ${W1.verifier.name} ${bytes.toString('base64')}\n`;
      expect(openCheckpoint(moved, trust)).toMatchObject({ ok: false, problems: [{ code: 'note.signature' }] });
    }
    const alone = `${text}\n${cosign(text, W1, 1)}`;
    expect(openCheckpoint(alone, trust)).toMatchObject({
      ok: false,
      problems: [{ code: 'note.signature', detail: expect.stringContaining('own key') }],
    });
  });
});

describe('checkpoints', () => {
  it('are origin, size and root, and come back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => {
        const back = expectOk(parseCheckpoint(formatCheckpoint({ origin: 'a.example', size, root })));
        expect(back).toMatchObject({ origin: 'a.example', size, extensions: [] });
        expect(Buffer.from(back.root).equals(root)).toBe(true);
      }),
    );
    const extended = { origin: 'a', size: 1, root: EMPTY_ROOT, extensions: ['x 1', 'y 2'] };
    expect(expectOk(parseCheckpoint(formatCheckpoint(extended))).extensions).toEqual(['x 1', 'y 2']);
  });

  it('are read strictly, with the line that is wrong', () => {
    const root = Buffer.from(EMPTY_ROOT).toString('base64');
    for (const [bad, path] of [
      [`\n1\n${root}\n`, '/line/1'],
      [`a\n01\n${root}\n`, '/line/2'],
      [`a\n-1\n${root}\n`, '/line/2'],
      [`a\n1e3\n${root}\n`, '/line/2'],
      [`a\n \n${root}\n`, '/line/2'],
      [`a\n9007199254740993\n${root}\n`, '/line/2'],
      [`a\n18446744073709551615\n${root}\n`, '/line/2'],
      [`a\n1\n${root.slice(4)}\n`, '/line/3'],
      [`a\n1\n${root.replace('=', '')}\n`, '/line/3'],
      ['a\n1\n', '/line/3'],
      [`a\n1\n${root}\n\n`, '/line/4'],
      [`a\n1\n${root}\nx\n\ny\n`, '/line/5'],
      [`a\n1\n${root}`, '/line/3'],
    ] as const) {
      expect(parseCheckpoint(bad), bad).toMatchObject({ ok: false, problems: [{ code: 'checkpoint.syntax', path }] });
    }
    expect(() => formatCheckpoint({ origin: '', size: 1, root: EMPTY_ROOT })).toThrow(RangeError);
  });

  it('of another ledger are not taken for this one’s', () => {
    const foreign = signNote(formatCheckpoint({ origin: 'else.example', size: 0, root: EMPTY_ROOT }), [LOG]);
    expect(openCheckpoint(foreign, { log: LOG.verifier })).toMatchObject({
      ok: false,
      problems: [{ path: '/line/1' }],
    });
    expect(openCheckpoint(foreign, { log: LOG.verifier, origin: 'else.example' }).ok).toBe(true);
  });
});
