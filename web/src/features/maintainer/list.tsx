// The maintainer's home: what waits for an answer, how full the week is, what stands in line, and the wishes of the project.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  A,
  Button,
  count,
  EmptyState,
  Foreign,
  Icon,
  Loaded,
  Meter,
  number,
  PageHead,
  Section,
  SeverityTag,
  StateTag,
  Tag,
  Time,
} from '../../ui/index.ts';
import { useRowKeys } from '../duties/row-keys.ts';
import './maintainer.css';
import { Wishes } from './wishes.tsx';

type CaseRow = Answer<'cases.list'>['items'][number];
type Project = Answer<'projects.list'>['items'][number];

export default function MyCasesPage() {
  const cases = useApi('cases.list', { query: { limit: 200 }, every: 60_000 });
  const projects = useApi('projects.list');
  useRowKeys();
  return (
    <Loaded query={cases} what="Your cases" lines={10}>
      {(page) => {
        const open = page.items.filter((c) => c.state !== 'published' && c.state !== 'closed');
        const yours = open.filter(isYours);
        const waits = open.filter((c) => !isYours(c));
        const past = page.items.filter((c) => c.state === 'published' || c.state === 'closed');
        return (
          <>
            <PageHead
              title="Cases"
              size="decide"
              conclusion={
                yours.length === 0
                  ? 'Nothing waits for you'
                  : `${count(yours.length, 'case waits', 'cases wait')} for your answer`
              }
              why="Each case is one bug, however many reports there are of it. You get no more a week than you said; the rest stands in line."
            />
            <Loaded query={projects} what="Your projects" lines={3}>
              {({ items }) => <Budgets projects={items} />}
            </Loaded>
            <Section title="For you to answer" count={number(yours.length)}>
              {yours.length > 0 ? (
                <CaseList cases={yours} />
              ) : (
                <EmptyState title="All answered">
                  New cases come at the pace you set above. Nothing is published about your project without a case here.
                </EmptyState>
              )}
            </Section>
            {waits.length > 0 ? (
              <Section title="Under way" count={number(waits.length)}>
                <CaseList cases={waits} />
              </Section>
            ) : null}
            {past.length > 0 ? (
              <Section title="Published or closed" count={number(past.length)}>
                <CaseList cases={past} />
              </Section>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

const isYours = (c: CaseRow): boolean => c.state === 'told' || c.state === 'acknowledged';

function CaseList({ cases }: { cases: readonly CaseRow[] }) {
  return (
    <ul className="case-list">
      {cases.map((c) => (
        <li key={c.id}>
          <div className="case-what">
            <h3>
              <A href={`/cases/${c.id}`} data-row>
                <Foreign>{c.vulnerability.title}</Foreign>
              </A>
            </h3>
            <p className="muted">
              <Foreign mono>{c.vulnerability.target}</Foreign>
              {c.vulnerability.location ? (
                <>
                  {' '}
                  · <Foreign mono>{c.vulnerability.location}</Foreign>
                </>
              ) : null}{' '}
              · {c.vulnerability.reports === 1 ? 'one report' : `${number(c.vulnerability.reports)} reports merged`}
            </p>
            <p>
              Waits for <Foreign>{c.waitingFor}</Foreign>
            </p>
          </div>
          <div className="case-facts">
            <SeverityTag severity={c.vulnerability.severity} />
            <StateTag state={c.state} />
            {c.vulnerability.kev ? (
              <Tag icon="bolt" tone="red">
                Attacks are known
              </Tag>
            ) : null}
            {c.toldAt ? (
              <span className="muted">
                told <Time at={c.toldAt} />
              </span>
            ) : null}
            {c.vulnerability.embargoUntil ? (
              <span className="muted">
                embargo ends <Time at={c.vulnerability.embargoUntil} zone={c.vulnerability.embargoZone} />
              </span>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Budgets({ projects }: { projects: readonly Project[] }) {
  if (projects.length === 0)
    return (
      <EmptyState title="No project is recorded for you" icon="project">
        A coordinator records your packages and asks how much you can take a week.
      </EmptyState>
    );
  return (
    <ul className="budgets">
      {projects.map((p) => (
        <Budget key={p.id} project={p} />
      ))}
    </ul>
  );
}

export const budgetWords = (p: Pick<Project, 'toldThisWeek' | 'weeklyBudget' | 'waiting'>): string =>
  `${number(p.toldThisWeek)} of ${number(p.weeklyBudget)} this week, ${number(p.waiting)} waiting`;

function Budget({ project }: { project: Project }) {
  const [editing, setEditing] = useState(false);
  return (
    <li className="budget">
      <div className="budget-head">
        <h2>
          <Foreign>{project.name}</Foreign>
        </h2>
        {project.pausedUntil ? (
          <Tag icon="hold" tone="amber">
            Paused
          </Tag>
        ) : null}
        <Button kind="quiet" onClick={() => setEditing(true)}>
          Change pace, pause or wishes
        </Button>
      </div>
      <Meter value={project.toldThisWeek} of={project.weeklyBudget} label={budgetWords(project)} />
      <p className="muted">
        {project.pausedUntil ? (
          <>
            Paused until <Time at={project.pausedUntil} />: nothing new reaches you before that.
          </>
        ) : (
          <>
            The week ends <Time at={project.weekEndsAt} />; then the next in line come.
          </>
        )}{' '}
        {project.acceptsUnvalidated
          ? 'You asked for findings that nobody has validated yet, too.'
          : 'Only validated findings reach you.'}
      </p>
      {project.waiting > 0 ? <Line project={project} /> : null}
      {editing ? <Wishes project={project} onClose={() => setEditing(false)} /> : null}
    </li>
  );
}

/** What waits: place and severity, nothing more, until it is told. */
function Line({ project }: { project: Project }) {
  const query = useApi('projects.line', { params: { id: project.id }, query: { limit: 50 } });
  return (
    <details className="line">
      <summary>What stands in line ({number(project.waiting)})</summary>
      <Loaded query={query} what="The line" lines={3}>
        {(page) => (
          <>
            <ol>
              {page.items.map((w) => (
                <li key={w.place} value={w.place}>
                  <SeverityTag severity={w.severity} />{' '}
                  <span className="muted">
                    since <Time at={w.since} short />
                  </span>
                </li>
              ))}
            </ol>
            <p className="muted">
              <Icon name="lock" size={14} /> What they are you learn when they are told. To take more this week, raise
              your pace.
            </p>
          </>
        )}
      </Loaded>
    </details>
  );
}
