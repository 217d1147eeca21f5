// Following a report until it was read, and what to say of it.
import type { Client, ReportStatus } from '@leadtime/contract';
import { bytesText, count, thousands, visible } from '../terminal.ts';
import type { World } from '../world.ts';

/** The status once it is read or found unreadable. `onShare` hears the share of the bytes that was read. */
export async function waitUntilRead(
  { client, world }: { client: Client; world: World },
  id: string,
  onShare: (share: number) => void = () => undefined,
): Promise<ReportStatus> {
  for (let millis = 250; ; millis = Math.min(3_000, millis * 1.5)) {
    const status = await client.call('reports.read', { params: { id } });
    if (status.finishedAt !== null) return status;
    onShare(status.progress ?? 0);
    await world.pause(millis);
  }
}

const OUTCOMES = [
  ['new', 'new'],
  ['duplicate', 'known before'],
  ['validated', 'validated'],
  ['rejected', 'rejected'],
  ['told', 'told to the maintainer'],
  ['fixed', 'fixed'],
  ['published', 'published'],
] as const;

export function statusText(status: ReportStatus): string {
  const { stage, findings, dropped, problems, progress, outcomes } = status;
  const became = OUTCOMES.flatMap(([name, words]) =>
    outcomes[name] > 0 ? [`${thousands(outcomes[name])} ${words}`] : [],
  );
  const first =
    stage === 'stored'
      ? 'stored, waiting to be read'
      : stage === 'reading'
        ? `being read: ${Math.floor((progress ?? 0) * 100)} %, ${count(findings, 'finding')} so far`
        : stage === 'unreadable'
          ? 'could not be read'
          : `read: ${count(findings, 'finding')}${became.length > 0 ? ` (${became.join(', ')})` : ''}`;
  const more = [
    ...(dropped > 0 ? [`${thousands(dropped)} dropped`] : []),
    ...(problems > 0 ? [count(problems, 'problem')] : []),
  ];
  const where = more.length > 0 ? `; ${more.join(', ')}: leadtime report problems ${status.id}` : '';
  return `${visible(status.filename ?? status.id)}, ${bytesText(status.size)}, ${status.format}: ${first}${where}\n`;
}
