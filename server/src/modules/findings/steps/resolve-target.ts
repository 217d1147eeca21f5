// Which package a finding is about, in one canonical form, and which project answers for it. Unknown stays unknown: a
// finding whose target nobody can name is kept under the name it came with.
import type { TargetClaim } from '@leadtime/lib/advisory';
import { parsePurl, withoutVersion } from '@leadtime/lib/version';
import type { Batch, Item, StepContext } from '../batch.ts';
import { PROJECTS_OF } from '../store.ts';

export function resolveTarget(item: Item): void {
  const { target, version } = canonicalTarget(item.claim.target);
  item.target = target;
  item.version = version;
}

export async function resolveProject(batch: Batch, { tx }: StepContext): Promise<void> {
  const targets = [...new Set(batch.items.map((i) => i.target))];
  const projects = new Map((await tx.all(PROJECTS_OF, [targets])).map((r) => [r.package, r.project_id]));
  for (const item of batch.items) item.projectId = projects.get(item.target);
}

/** Where nobody can say what it is about: nothing is identical to such a finding. */
export const UNKNOWN_TARGET = 'unknown target';

export function canonicalTarget(target: TargetClaim): { target: string; version: string | undefined } {
  if (target.purl !== undefined) {
    const purl = parsePurl(target.purl);
    if (purl.ok)
      return { target: withoutVersion(purl.value), version: target.version ?? purl.value.version ?? target.commit };
  }
  const plain = target.repository ? repositoryName(target.repository) : (target.name ?? target.purl ?? UNKNOWN_TARGET);
  return { target: plain.slice(0, 512), version: target.version ?? target.commit };
}

/** One spelling of a repository address: lower-case host, no scheme, no credentials, no trailing `.git`. */
export function repositoryName(address: string): string {
  const text = address
    .trim()
    .replace(/^git@([^:/]+):/, 'https://$1/')
    .replace(/^(git\+)?ssh:\/\/git@/, 'https://')
    .replace(/^git\+/, '');
  if (!URL.canParse(text)) return address.trim();
  const url = new URL(text);
  return `${url.host.toLowerCase()}${url.pathname}`.replace(/\.git$/, '').replace(/\/+$/, '');
}
