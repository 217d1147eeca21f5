import { describe, expect, it } from 'vitest';
import { CHORD_MS, type KeyPress, keyName, sequencer } from './key-sequence.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const BOUND = new Set(['j', 'g q', 'g p', 'q', '?', 'Esc']);

describe('names of keys', () => {
  it('take Shift as part of a sign, and name it for keys without one', () => {
    expect(keyName(press('?', { shiftKey: true }))).toBe('?');
    expect(keyName(press('X', { shiftKey: true }))).toBe('X');
    expect(keyName(press('Tab', { shiftKey: true }))).toBe('shift+Tab');
  });
  it('take Command for Ctrl and small letters with it', () => {
    expect(keyName(press('K', { metaKey: true }))).toBe('ctrl+k');
    expect(keyName(press('k', { ctrlKey: true }))).toBe('ctrl+k');
  });
  it('are short for Escape, Space and arrows', () => {
    expect(['Escape', ' ', 'ArrowDown'].map((k) => keyName(press(k)))).toEqual(['Esc', 'Space', 'Down']);
  });
});

describe('sequences', () => {
  it('complete a chord before a key of the same name', () => {
    const s = sequencer();
    expect(s.press('g', 0, BOUND)).toBeUndefined();
    expect(s.pending(10)).toBe('g');
    expect(s.press('q', 20, BOUND)).toBe('g q');
    expect(s.press('q', 30, BOUND)).toBe('q');
  });
  it('forget a begun chord after a while, and when another key comes', () => {
    const s = sequencer();
    s.press('g', 0, BOUND);
    expect(s.press('q', CHORD_MS + 1, BOUND)).toBe('q');
    s.press('g', 5_000, BOUND);
    expect(s.press('j', 5_010, BOUND)).toBe('j');
    expect(s.press('p', 5_020, BOUND)).toBeUndefined();
  });
  it('begin a chord only where one is bound', () => {
    const s = sequencer();
    s.press('z', 0, BOUND);
    expect(s.pending(1)).toBeUndefined();
  });
});
