// The scan plan of a model: which projects, with which weight, scanned by whom. It is the denominator of the lead, so it
// is declared before the opening and stands from then on; only runs are marked as done.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import {
  A,
  Button,
  Crumbs,
  count,
  errorInWords,
  Foreign,
  Form,
  Id,
  Loaded,
  Note,
  number,
  PageHead,
  Section,
  Time,
  useNow,
  useParam,
  useToast,
} from '../../ui/index.ts';
import { saveText } from '../inventories/save.ts';
import { FileDrop } from '../reports/file-drop.tsx';
import './models.css';
import { type Plan, readPlan, shareOf, withRun } from './plan-file.ts';

type View = Answer<'models.plan'>;
type Model = Answer<'models.list'>['items'][number];

export default function PlanPage() {
  const id = useParam('id');
  const models = useApi('models.list');
  const query = useApi('models.plan', { params: { id } });
  return (
    <Loaded query={models} what="The models" lines={3}>
      {({ items }) => (
        <Loaded query={query} what="The scan plan" lines={8}>
          {(view) => <PlanView view={view} model={items.find((m) => m.id === id)} id={id} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function PlanView({ view, model, id }: { view: View; model: Model | undefined; id: string }) {
  const now = useNow();
  const opened = model !== undefined && Date.parse(model.opensAt) <= now;
  const declared = view.plan !== null && !view.byDefault;
  const parts = view.plan?.parts ?? [];
  const runs = parts.flatMap((p) => p.runs);
  const done = runs.filter((r) => r.done).length;
  return (
    <>
      <PageHead
        title="Scan plan"
        kicker={
          <Crumbs
            items={[
              { href: '/models', label: 'Models' },
              { href: `/burn-down/${id}`, label: model?.name ?? 'Model' },
            ]}
          />
        }
        conclusion={
          declared
            ? `${count(parts.length, 'project')} to scan; ${runs.length === 0 ? 'no run is declared, so each counts as open' : `${number(done)} of ${count(runs.length, 'run')} done`}`
            : 'Nobody has declared who scans what, so how much is closed stays unknown'
        }
        why={
          <p>
            The lead is counted over this plan. A part that was not scanned as declared counts as open, so leaving a run
            out can only make the figure worse. It says nothing about the release.{' '}
            {view.declaredAt ? (
              <>
                Declared <Time at={view.declaredAt} />.
              </>
            ) : null}
          </p>
        }
      />
      {declared && opened ? (
        <Note>The window has opened: projects, weights and runs stand as declared. A run can be marked as done.</Note>
      ) : null}
      {view.plan ? <Parts plan={view.plan} id={id} editable={declared} /> : null}
      {declared && opened ? null : <Declare id={id} plan={view.plan} late={opened} />}
    </>
  );
}

function Parts({ plan, id, editable }: { plan: Plan; id: string; editable: boolean }) {
  const { show } = useToast();
  const names = useProjectNames();
  const mark = async (part: number, run: number, done: boolean) => {
    try {
      await send('models.declarePlan', { params: { id }, body: withRun(plan, part, run, done) });
      await outdate('models.plan', 'measures.burndown');
      show({ text: done ? 'Marked as done' : 'Marked as not done' });
    } catch (error) {
      show({ text: `Not marked: ${errorInWords(error).detail}`, failed: true });
    }
  };
  return (
    <Section title="What is scanned" count={count(plan.parts.length, 'project')}>
      <ul className="parts">
        {plan.parts.map((p, i) => (
          <li key={p.project}>
            <div className="cluster spread">
              <b>
                {names.get(p.project) ? (
                  <Foreign>{names.get(p.project) ?? ''}</Foreign>
                ) : (
                  <Id id={p.project} length={36} />
                )}
              </b>
              <span className="num">{shareOf(plan, i)} of the weight</span>
            </div>
            {p.runs.length === 0 ? (
              <p className="muted">no run is declared: this part is unknown, and counts as open</p>
            ) : (
              p.runs.map((r, j) => (
                <label key={r.finder} className="run">
                  <input
                    type="checkbox"
                    checked={r.done}
                    disabled={!editable}
                    onChange={(event) => void mark(i, j, event.target.checked)}
                  />
                  <span>
                    scanned by <Id id={r.finder} length={18} />: {r.done ? 'done' : 'not done yet'}
                  </span>
                </label>
              ))
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Coordinators may list projects; others see their ids. */
function useProjectNames(): ReadonlyMap<string, string> {
  const may = useMay('project.manage');
  const query = useApi('projects.list', { on: may });
  return new Map((query.data?.items ?? []).map((p) => [p.id, p.name]));
}

function Declare({ id, plan, late }: { id: string; plan: Plan | null; late: boolean }) {
  const { show } = useToast();
  const [file, setFile] = useState<{ name: string; read: ReturnType<typeof readPlan> }>();
  const example: Plan = plan ?? { parts: [] };
  return (
    <Section
      title={plan ? 'Declare another plan' : 'Declare a plan'}
      lead="A JSON file: parts, each with a project, a weight, and the runs to be made with the party that makes each."
      actions={
        <Button onClick={() => saveText('scan-plan.json', `${JSON.stringify(example, null, 2)}\n`, 'application/json')}>
          Download the present one to start from
        </Button>
      }
    >
      {late ? (
        <Note tone="amber" icon="warning">
          The window has opened already. A first plan is still taken, and the words beside the figure will say that it
          came late.
        </Note>
      ) : null}
      {file?.read.ok ? (
        <Form
          submit={`Declare ${count(file.read.plan.parts.length, 'project')} and hold to it`}
          onCancel={() => setFile(undefined)}
          onSubmit={async () => {
            if (!file.read.ok) return;
            await send('models.declarePlan', { params: { id }, body: file.read.plan });
            await outdate('models.plan', 'measures.burndown');
            show({ text: 'The plan is declared' });
            setFile(undefined);
          }}
        >
          <p>
            <Foreign>{file.name}</Foreign>: {count(file.read.plan.parts.length, 'project')},{' '}
            {count(file.read.plan.parts.flatMap((p) => p.runs).length, 'run')}. Once the window opens it cannot be
            changed, but for runs marked as done.
          </p>
        </Form>
      ) : (
        <FileDrop
          label="Drop the plan here, or choose it"
          hint={
            <>
              One JSON file. How it counts: <A href="/about">what this system does and does not do</A>
            </>
          }
          accept=".json"
          onFiles={([first]) => {
            if (first) void first.text().then((text) => setFile({ name: first.name, read: readPlan(text) }));
          }}
        />
      )}
      {file && !file.read.ok ? (
        <Note tone="red" icon="stop">
          <p>
            <Foreign>{file.name}</Foreign> is not a plan. Nothing was sent.
          </p>
          <ul>
            {file.read.problems.slice(0, 20).map((p) => (
              <li key={p.path + p.detail}>
                <Foreign mono>{p.path || 'the whole file'}</Foreign>: <Foreign>{p.detail}</Foreign>
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
    </Section>
  );
}
