// Projects: who can take how many reports a week, and how many wait.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  Button,
  type Column,
  count,
  DataTable,
  dayInWords,
  EmptyState,
  FilterText,
  Foreign,
  Loaded,
  Meter,
  PageHead,
  StateTag,
  useAddress,
  useGo,
  useNow,
} from '../../ui/index.ts';
import { NewProject } from './new-project.tsx';
import { needInWords, needOf } from './project-words.ts';
import './projects.css';

export type Project = Answer<'projects.list'>['items'][number];

export default function ProjectsPage() {
  const { values } = useAddress();
  const go = useGo();
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const query = useApi('projects.list');
  const all = query.data?.items ?? [];
  const words = (values.q ?? '').toLowerCase();
  const shown = all.filter((p) =>
    `${p.name} ${p.packages.join(' ')} ${p.maintainer?.name ?? ''}`.toLowerCase().includes(words),
  );
  const waiting = all.reduce((n, p) => n + p.waiting, 0);
  const silent = all.filter((p) => needOf(p, now) === 'contact').length;
  return (
    <>
      <PageHead
        title="Projects"
        conclusion={
          query.data
            ? waiting > 0
              ? `${count(waiting, 'finding waits', 'findings wait')} for a project’s capacity`
              : 'No finding waits for a project’s capacity'
            : 'Projects'
        }
        why={
          silent > 0
            ? `${count(silent, 'project has', 'projects have')} nobody to tell. Find a contact, or hold with that reason.`
            : undefined
        }
        next={
          <Button icon="plus" onClick={() => setAdding(true)}>
            Record a project
          </Button>
        }
      />
      <Loaded query={query} what="The projects" lines={8}>
        {() => (
          <DataTable
            label="Projects"
            noun={['project', 'projects']}
            rows={shown}
            of={all.length}
            columns={columns(now)}
            rowId={(p) => p.id}
            onOpen={(p) => go(`/projects/${p.id}`)}
            narrow={(p) => <span>{needInWords(p, now)}</span>}
            toolbar={<FilterText label="Find a project" />}
            empty={
              <EmptyState
                icon="project"
                title={all.length === 0 ? 'No project is recorded' : 'No project of that name'}
                actions={
                  all.length === 0 ? (
                    <Button kind="primary" onClick={() => setAdding(true)}>
                      Record a project
                    </Button>
                  ) : undefined
                }
              >
                A project is who maintains a component: without one, nobody can be told.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {adding ? <NewProject onClose={() => setAdding(false)} /> : null}
    </>
  );
}

const columns = (now: number): readonly Column<Project>[] => [
  {
    id: 'name',
    header: 'Project',
    width: 'minmax(8rem, 0.8fr)',
    sort: (p) => p.name,
    cell: (p) => (
      <strong className="project-name">
        <Foreign>{p.name}</Foreign>
      </strong>
    ),
  },
  {
    id: 'need',
    header: 'What it wants',
    width: 'minmax(12rem, 1.4fr)',
    priority: 2,
    cell: (p) => <span className={needOf(p, now) === 'contact' ? 'tone-amber' : undefined}>{needInWords(p, now)}</span>,
  },
  {
    id: 'budget',
    header: 'Told this week',
    width: '9rem',
    priority: 2,
    sort: (p) => p.toldThisWeek / Math.max(1, p.weeklyBudget),
    cell: (p) => (
      <div className="budget-cell">
        <Meter value={p.toldThisWeek} of={p.weeklyBudget} label={`${p.toldThisWeek} of ${p.weeklyBudget}`} />
      </div>
    ),
  },
  { id: 'waiting', header: 'Waiting', width: '4.5rem', align: 'end', sort: (p) => p.waiting, cell: (p) => p.waiting },
  {
    id: 'open',
    header: 'Open cases',
    width: '5.5rem',
    align: 'end',
    priority: 3,
    sort: (p) => p.openCases,
    cell: (p) => p.openCases,
  },
  {
    id: 'maintainer',
    header: 'Maintainer',
    width: 'minmax(8rem, 0.8fr)',
    priority: 3,
    sort: (p) => p.maintainer?.name,
    cell: (p) =>
      p.maintainer ? (
        <Foreign>{p.maintainer.name}</Foreign>
      ) : p.contact ? (
        <Foreign>{p.contact}</Foreign>
      ) : (
        <StateTag state="no_contact" label="No contact" quiet />
      ),
  },
  {
    id: 'paused',
    header: 'Paused',
    width: '8.5rem',
    priority: 4,
    sort: (p) => p.pausedUntil,
    cell: (p) => (p.pausedUntil ? <>until {dayInWords(p.pausedUntil)}</> : <span className="muted">no</span>),
  },
];
