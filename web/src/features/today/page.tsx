// The operator's day: what is due, in order; what is coming; what we could not match; how fresh each inventory is.
import type { Answer } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import {
  A,
  Button,
  ButtonLink,
  count,
  EmptyState,
  Foreign,
  Loaded,
  Note,
  number,
  PageHead,
  Section,
  Stale,
  shownOf,
  Time,
  useGo,
} from '../../ui/index.ts';
import { Agenda } from '../duties/agenda.tsx';
import '../duties/duties.css';
import { PartyBar, useForParty, Whose } from '../duties/party-bar.tsx';
import { useRowKeys } from '../duties/row-keys.ts';

type Today = Answer<'today.read'>;

export default function TodayPage() {
  const query = useApi('today.read', { query: useForParty(), keep: true, every: 60_000 });
  return (
    <>
      <PartyBar />
      <Loaded query={query} what="Your day" lines={12}>
        {(today) => <Day today={today} />}
      </Loaded>
    </>
  );
}

function Day({ today }: { today: Today }) {
  const go = useGo();
  const first = today.due[0] ?? today.coming[0];
  useRowKeys([{ keys: 'p', label: 'Print this page', group: 'Do', run: () => window.print() }]);
  return (
    <>
      <PageHead
        title="Today"
        size="decide"
        conclusion={today.conclusion}
        next={
          <>
            {first ? (
              <ButtonLink kind="primary" href={`/duties/${first.id}`}>
                Start with the first
              </ButtonLink>
            ) : null}
            {today.inventories.length === 0 ? (
              <ButtonLink kind="primary" href="/inventories">
                Send what you run
              </ButtonLink>
            ) : null}
            <Button icon="print" onClick={() => window.print()} keys="p">
              Print
            </Button>
          </>
        }
        why={
          <p className="today-tally">
            <A href="#due">{count(today.dueTotal, 'duty', 'duties')} due</A>
            <A href="#coming">{number(today.comingTotal)} coming</A>
            <A href="#unmatched">{number(today.couldNotMatchTotal)} could not be matched</A>
            <A href="/exposures?state=undetermined">{number(today.undeterminedTotal)} undetermined</A>
            <A href="/duties?state=fixed">{number(today.closedTotal)} closed</A>
          </p>
        }
      />
      {today.feedsStale.map((feed) => (
        <StaleFeed key={feed} feed={feed} />
      ))}
      <Section id="due" title="Due" count={number(today.dueTotal)}>
        {today.due.length > 0 ? (
          <Agenda duties={today.due} label="Due, in order" />
        ) : (
          <EmptyState title="Nothing is due">
            No open duty has its day yet. That holds for what could be matched; see below for what could not.
          </EmptyState>
        )}
        <More shown={today.due.length} total={today.dueTotal} href="/duties?state=open" />
      </Section>
      <Section id="coming" title="Coming" count={number(today.comingTotal)}>
        {today.coming.length > 0 ? (
          <Agenda duties={today.coming} label="Coming, in order" />
        ) : (
          <p className="muted">Nothing else is open.</p>
        )}
        <More shown={today.coming.length} total={today.comingTotal} href="/duties?state=open" />
      </Section>
      <Unmatched today={today} />
      <Freshness inventories={today.inventories} onSend={() => go('/inventories')} />
    </>
  );
}

function StaleFeed({ feed }: { feed: string }) {
  const { instance } = useSession();
  const known = instance.feeds.find((f) => f.source === feed);
  const words =
    'New advisories may be missing: what it does not name is undetermined, not safe. Whoever runs this instance can read it anew.';
  if (known)
    return (
      <Stale what={`The feed ${feed}`} asOf={known.asOf}>
        {words}
      </Stale>
    );
  return (
    <Note tone="amber" icon="clock">
      <strong>The feed {feed} is old.</strong> {words}
    </Note>
  );
}

const More = ({ shown, total, href }: { shown: number; total: number; href: string }) =>
  shown < total ? (
    <p>
      {shownOf(shown, total, 'duty', 'duties')}. <A href={href}>See all</A>
    </p>
  ) : null;

/** As prominent as what matched: nobody may take silence for safety. */
function Unmatched({ today }: { today: Today }) {
  const { couldNotMatch: rows, couldNotMatchTotal: total } = today;
  return (
    <Section
      id="unmatched"
      title="What we could not match"
      count={number(total)}
      lead={
        total > 0
          ? 'We cannot say whether these are hit. Mend the row in your sheet and send it again, or ask the maker.'
          : 'Every row of your inventories could be compared with advisories.'
      }
    >
      {rows.length > 0 ? (
        <ul className="unmatched">
          {rows.map((row) => (
            <li key={row.id}>
              <b>
                <Foreign>{[row.vendor, row.name, row.version].filter(Boolean).join(' ')}</Foreign>
              </b>
              {row.line === null ? null : <span className="muted"> row {number(row.line)}</span>}
              <p>
                <Foreign>{row.reason.text}</Foreign>
              </p>
            </li>
          ))}
        </ul>
      ) : null}
      {total > rows.length ? (
        <p>{shownOf(rows.length, total, 'row')}. Open an inventory below to see all of them.</p>
      ) : null}
    </Section>
  );
}

function Freshness({ inventories, onSend }: { inventories: Today['inventories']; onSend: () => void }) {
  return (
    <Section title="How fresh your inventories are" count={number(inventories.length)}>
      {inventories.length === 0 ? (
        <EmptyState
          title="We do not know what you run yet"
          icon="inventory"
          actions={
            <Button kind="primary" onClick={onSend}>
              Send an inventory
            </Button>
          }
        >
          A CycloneDX or SPDX file, or a sheet with vendor, product and version. Without it nobody can say what reaches
          you.
        </EmptyState>
      ) : (
        <ul className="freshness">
          {inventories.map((inv) => (
            <li key={inv.id} data-stale={inv.stale || undefined}>
              <A href={`/inventories/${inv.id}`}>
                <Foreign>{inv.name}</Foreign>
              </A>
              <Whose party={inv.party} />
              <span>
                sent <Time at={inv.uploadedAt} />
              </span>
              <span className="num">
                {number(inv.matched)} of {number(inv.components)} matched
              </span>
              {inv.stale ? (
                <span className="stale-word">old: send it again, what changed since is not known</span>
              ) : (
                <span className="fresh-word">fresh</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
