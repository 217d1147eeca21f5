// One name for what a finding is about, without its version: findings meet only under the same one.
import type { TargetClaim } from '../advisory/finding-model.ts';
import { parsePurl, withoutVersion } from '../version/index.ts';

/** Package URL without version, else repository, else plain name; undefined where the claim names nothing. */
export function targetKey({ purl, repository, name }: TargetClaim): string | undefined {
  if (purl?.isWellFormed()) {
    const parsed = parsePurl(purl);
    if (parsed.ok) return withoutVersion(parsed.value);
  }
  if (repository !== undefined && repository.trim() !== '') return repositoryKey(repository);
  const plain = (name ?? '').trim().toLowerCase();
  return plain === '' ? undefined : `name:${plain}`;
}

/** `https://user@Git.Example/Org/App.git/` and `git@git.example:Org/App` → `git.example/Org/App`. */
export function repositoryKey(address: string): string {
  const text = address
    .trim()
    .replace(/^git\+/, '')
    .replace(/^[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\//, '')
    .replace(/^[^/@]{0,200}@/, '')
    .replace(/[?#].*$/s, '');
  const cut = text.search(/[/:]/);
  const host = (cut < 0 ? text : text.slice(0, cut)).toLowerCase();
  const path = cut < 0 ? '' : text.slice(cut + 1).replace(/^\d{1,5}\//, '');
  return [host, ...path.split('/').filter((part) => part !== '')].join('/').replace(/\.git$/, '');
}
