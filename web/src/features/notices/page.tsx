// What we were told: newest first, each with how it was delivered. Reading one marks it.
import type { Answer } from '@leadtime/contract';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  A,
  Button,
  count,
  EmptyState,
  FilterToggle,
  Foreign,
  Icon,
  type IconName,
  Loaded,
  PageHead,
  StateTag,
  sentence,
  spaced,
  Time,
  useAddress,
  useKeys,
  useToast,
} from '../../ui/index.ts';
import { useRowKeys } from '../duties/row-keys.ts';
import { Pager } from '../inventories/pager.tsx';
import './notices.css';

type Notice = Answer<'notices.list'>['items'][number];
const PAGE = 50;
const ICONS: Readonly<Record<string, IconName>> = {
  'vulnerability.told': 'told',
  'case.message': 'case',
  'case.embargo': 'lock',
  'case.fix': 'check',
  'advisory.published': 'advisory',
  'exposure.new': 'exposure',
  'duty.due': 'duty',
  'report.read': 'report',
  'hold.expiring': 'hold',
  'webhook.test': 'bolt',
};
/** `duty.due` → `Duty due`. */
export const eventWords = (event: string): string => sentence(spaced(event).replace('.', ' '));

const again = () => outdate('notices.list', 'session.read');

export default function NoticesPage() {
  const { values, set } = useAddress();
  const { show } = useToast();
  const offset = Number(values.from ?? 0) || 0;
  const query = useApi('notices.list', {
    query: { limit: PAGE, offset, ...(values.unread === 'true' ? { unread: 'true' as const } : {}) },
    keep: true,
    every: 30_000,
  });
  const readAll = async () => {
    await send('notices.readAll');
    await again();
    show({ text: 'All marked as read' });
  };
  useRowKeys();
  useKeys([{ keys: 'R', label: 'Mark all as read', group: 'Do', run: () => void readAll() }]);
  return (
    <Loaded query={query} what="Your notices" lines={10}>
      {(page) => {
        const unread = page.items.filter((n) => n.readAt === null).length;
        return (
          <>
            <PageHead
              title="Notices"
              conclusion={
                unread > 0
                  ? `${count(unread, 'notice')} not read yet`
                  : page.total === 0
                    ? 'Nothing was told to you yet'
                    : 'You have read everything'
              }
              why={
                <p>
                  Each notice is checked again when it is sent: who may no longer know, is not told. They can also go to
                  a <A href="/settings?tab=webhooks">webhook</A>.
                </p>
              }
              next={
                unread > 0 ? (
                  <Button keys="R" onClick={() => void readAll()}>
                    Mark all as read
                  </Button>
                ) : undefined
              }
            />
            <div className="cluster no-print">
              <FilterToggle name="unread" label="Not read" />
            </div>
            {page.items.length === 0 ? (
              <EmptyState title="No notice here" icon="notice">
                You are told when something reaches you: a case, a duty, an answer.
              </EmptyState>
            ) : (
              <ul className="notices-list">
                {page.items.map((n) => (
                  <NoticeItem key={n.id} notice={n} />
                ))}
              </ul>
            )}
            <Pager offset={offset} limit={PAGE} total={page.total} onGo={(to) => set({ from: to || null })} />
          </>
        );
      }}
    </Loaded>
  );
}

function NoticeItem({ notice: n }: { notice: Notice }) {
  const trouble = n.deliveries.filter((d) => d.state === 'failed' || d.state === 'dropped');
  const mark = () => {
    if (n.readAt === null) void send('notices.read', { params: { id: n.id } }).then(again);
  };
  return (
    <li data-unread={n.readAt === null || undefined}>
      <Icon name={ICONS[n.event] ?? 'notice'} />
      <div>
        <h2>
          <A href={safeHref(n.href)} data-row onClick={mark}>
            <Foreign>{n.title}</Foreign>
          </A>
          {n.readAt === null ? <span className="sr-only">, not read</span> : null}
        </h2>
        <p>
          <Foreign>{n.text}</Foreign>
        </p>
        <p className="muted notice-facts">
          {eventWords(n.event)} · <Time at={n.at} />
        </p>
        {trouble.map((d) => (
          <p key={d.channel} className="notice-facts">
            <StateTag state={d.state} label={`${sentence(d.channel)} ${d.state}`} />{' '}
            {d.reason ? <Foreign>{d.reason}</Foreign> : null}
            {d.attempts > 0 ? <span className="muted"> after {count(d.attempts, 'try', 'tries')}</span> : null}
            <Tries tries={d.tries ?? []} />
          </p>
        ))}
      </div>
    </li>
  );
}

function Tries({ tries }: { tries: readonly { at: string; said: string }[] }) {
  if (tries.length === 0) return null;
  return (
    <span className="tries">
      {tries.map((t) => (
        <span key={t.at + t.said}>
          <Time at={t.at} /> <Foreign>{t.said}</Foreign>
        </span>
      ))}
    </span>
  );
}

/** A notice leads into this app only, whatever its text says. */
export const safeHref = (href: string): string =>
  href.startsWith('/') && !href.startsWith('//') && !href.startsWith('/\\') ? href : '/notices';
