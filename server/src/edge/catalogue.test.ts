// The error catalogue is complete both ways: what the server refuses with is in it, and what is in it is used.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERRORS, problemType } from '@leadtime/contract';
import { describe, expect, it } from 'vitest';

const src = path.join(import.meta.dirname, '..');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(src, file), 'utf8') }));
const catalogue = Object.keys(ERRORS);

/** Codes in the first argument of refuse( and new Refusal(, also where one of two is chosen. */
const refusedWith = (text: string): string[] =>
  [...text.matchAll(/(?:\brefuse|new Refusal)\(\s*([^,]*?),/g)].flatMap((call) =>
    [...(call[1] ?? '').matchAll(/['"]([a-z]+\.[a-z-]+)['"]/g)].map((m) => m[1] ?? ''),
  );

describe('the error catalogue', () => {
  it('has every code that the server refuses with', () => {
    const used = sources.flatMap(({ file, text }) => refusedWith(text).map((code) => ({ file, code })));
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter(({ code }) => !catalogue.includes(code))).toEqual([]);
  });
  it.each(catalogue)('%s is used somewhere', (code) => {
    expect(sources.filter(({ text }) => refusedWith(text).includes(code)).map((s) => s.file)).not.toEqual([]);
  });
  it.each(Object.entries(ERRORS))('%s says what is wrong and what to do', (code, rule) => {
    expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
    expect(rule.status).toBeGreaterThanOrEqual(400);
    expect(rule.status).toBeLessThan(600);
    expect(rule.title).not.toMatch(/[.!]$/);
    expect(rule.advice).toMatch(/\.$/);
    expect(problemType(code as keyof typeof ERRORS)).toBe(`/docs/errors#${code}`); // a key of the catalogue
  });
});
