// One project: its week, its line, its wishes. A maintainer changes the same things about its own.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import { useRole } from '../../app/session.tsx';
import {
  Button,
  CheckField,
  type Column,
  Crumbs,
  count,
  DataTable,
  EmptyState,
  exact,
  Facts,
  Foreign,
  Form,
  Loaded,
  Meter,
  PageHead,
  Section,
  SeverityTag,
  StateTag,
  TextField,
  Time,
  useGo,
  useNow,
  useParam,
  useToast,
} from '../../ui/index.ts';
import { budgetInWords, needInWords, needOf } from './project-words.ts';
import './projects.css';
import '../vulnerability/page.css';

type Project = Answer<'projects.list'>['items'][number];
type Waiting = Answer<'projects.line'>['items'][number];

export default function ProjectPage() {
  const id = useParam('id');
  const query = useApi('projects.list');
  return (
    <Loaded query={query} what="This project" lines={8}>
      {({ items }) => {
        const project = items.find((p) => p.id === id);
        return project ? (
          <ProjectView key={project.id} project={project} />
        ) : (
          <EmptyState icon="unknown" title="No such project, or your party does not know of it" />
        );
      }}
    </Loaded>
  );
}

function ProjectView({ project }: { project: Project }) {
  const now = useNow();
  const role = useRole();
  return (
    <>
      <PageHead
        title={project.name}
        kicker={
          <>
            <Crumbs items={role === 'coordinator' ? [{ href: '/projects', label: 'Projects' }] : []} />
            {needOf(project, now) === 'contact' ? <StateTag state="no_contact" label="No contact" /> : null}
          </>
        }
        conclusion={
          <>
            <Foreign>{project.name}</Foreign>: {needInWords(project, now)}
          </>
        }
      />
      <div className="two-columns">
        <Line project={project} />
        <div className="stack">
          <Section title="This week">
            <Meter value={project.toldThisWeek} of={project.weeklyBudget} label={budgetInWords(project)} />
            <p className="muted">
              The week ends <Time at={project.weekEndsAt} />. Then the next in line go out by themselves.
            </p>
          </Section>
          <Wishes project={project} />
          <Section title="Who and what">
            <Facts
              items={[
                [
                  'Maintainer',
                  project.maintainer ? (
                    <Foreign key="m">{project.maintainer.name}</Foreign>
                  ) : (
                    <span key="m" className="tone-amber">
                      nobody recorded
                    </span>
                  ),
                ],
                [
                  'Contact',
                  project.contact ? (
                    <Foreign key="c">{project.contact}</Foreign>
                  ) : (
                    <span key="c" className="tone-amber">
                      none known
                    </span>
                  ),
                ],
                [
                  'Packages',
                  <Foreign key="p" mono>
                    {project.packages.join(', ')}
                  </Foreign>,
                ],
                ['Open cases', count(project.openCases, 'case')],
              ]}
            />
          </Section>
        </div>
      </div>
    </>
  );
}

const LINE: readonly Column<Waiting>[] = [
  { id: 'place', header: 'Place', width: '3rem', align: 'end', cell: (w) => w.place },
  { id: 'severity', header: 'Severity', width: '6rem', cell: (w) => <SeverityTag severity={w.severity} /> },
  {
    id: 'title',
    header: 'What',
    width: 'minmax(10rem, 1fr)',
    cell: (w) =>
      w.vulnerability ? (
        <Foreign>{w.vulnerability.title}</Foreign>
      ) : (
        <span className="muted">shown when it is told</span>
      ),
  },
  { id: 'since', header: 'Waits since', width: '7rem', priority: 2, cell: (w) => <Time at={w.since} /> },
];

function Line({ project }: { project: Project }) {
  const go = useGo();
  const query = useApi('projects.line', { params: { id: project.id }, query: { limit: 200 } });
  return (
    <Section
      title="The line"
      lead="In this order, by priority. What the budget does not allow waits here, and its finder sees its place."
    >
      <Loaded query={query} what="The line" lines={4}>
        {(page) => (
          <DataTable
            label={`Waiting for ${project.name}`}
            noun={['finding', 'findings']}
            rows={page.items}
            of={page.total}
            columns={LINE}
            rowId={(w) => String(w.place)}
            onOpen={(w) => w.vulnerability && go(`/vulnerabilities/${w.vulnerability.id}`)}
            narrow={(w) => <Time at={w.since} />}
            empty={
              <EmptyState title="Nothing waits">
                What is told next goes out at once, while the week’s budget lasts.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </Section>
  );
}

function Wishes({ project }: { project: Project }) {
  const now = useNow();
  const { show } = useToast();
  const [budget, setBudget] = useState(String(project.weeklyBudget));
  const [raw, setRaw] = useState(project.acceptsUnvalidated);
  const [pause, setPause] = useState(project.pausedUntil?.slice(0, 10) ?? '');
  const paused = project.pausedUntil !== null && Date.parse(project.pausedUntil) > now;
  const save = async (
    patch: { weeklyBudget?: number; acceptsUnvalidated?: boolean; pausedUntil?: string | null },
    text: string,
  ) => {
    await send('projects.update', { params: { id: project.id }, body: patch });
    show({ text });
    void outdate('projects.list', 'projects.line');
  };
  return (
    <Section title="Wishes" lead="The maintainer’s word counts; a coordinator records it.">
      <Form
        submit="Save"
        onSubmit={() =>
          save(
            { weeklyBudget: Number(budget), acceptsUnvalidated: raw, pausedUntil: pause ? `${pause}T00:00:00Z` : null },
            `Saved for ${project.name}`,
          )
        }
        more={
          paused ? (
            <Button
              onClick={() => {
                setPause('');
                void save({ pausedUntil: null }, `${project.name} is no longer paused`);
              }}
            >
              End the pause
            </Button>
          ) : undefined
        }
      >
        <TextField
          name="weeklyBudget"
          label="Most findings a week"
          type="number"
          min={0}
          max={1000}
          value={budget}
          onChange={setBudget}
        />
        <TextField
          name="pausedUntil"
          label="Pause until"
          optional
          type="date"
          hint={
            project.pausedUntil
              ? `Now: ${exact(Date.parse(project.pausedUntil), 'UTC')}`
              : 'Nothing is told before that day, but for what is exploited.'
          }
          value={pause}
          onChange={setPause}
        />
        <CheckField
          label="Also tell what is not validated"
          hint="Only where the project asked for it."
          checked={raw}
          onChange={setRaw}
        />
      </Form>
    </Section>
  );
}
