// Pace, pause and wishes of a project. They bind everybody here: nothing is pushed past them.
import type { Answer } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { CheckField, Dialog, Form, TextField, useNow, useToast } from '../../ui/index.ts';

type Project = Answer<'projects.list'>['items'][number];

export function Wishes({ project, onClose }: { project: Project; onClose: () => void }) {
  const { show } = useToast();
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const [budget, setBudget] = useState(String(project.weeklyBudget));
  const [pause, setPause] = useState(project.pausedUntil?.slice(0, 10) ?? '');
  const [unvalidated, setUnvalidated] = useState(project.acceptsUnvalidated);
  const save = async (to: { weeklyBudget: number; pausedUntil: string | null; acceptsUnvalidated: boolean }) => {
    await send('projects.update', { params: { id: project.id }, body: to });
    await outdate('projects.list', 'projects.line', 'cases.list');
  };
  return (
    <Dialog title={`How much ${project.name} can take`} onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={async () => {
          await save({
            weeklyBudget: Math.max(0, Math.min(1_000, Math.round(Number(budget) || 0))),
            pausedUntil: pause ? `${pause}T00:00:00Z` : null,
            acceptsUnvalidated: unvalidated,
          });
          const { weeklyBudget, pausedUntil, acceptsUnvalidated } = project;
          show({
            text: `Saved for ${project.name}`,
            undo: () => save({ weeklyBudget, pausedUntil, acceptsUnvalidated }),
          });
          onClose();
        }}
      >
        <TextField
          name="weeklyBudget"
          label="New cases a week"
          type="number"
          min={0}
          max={1000}
          hint="The rest waits, the most severe first. 0 lets nothing through."
          value={budget}
          onChange={setBudget}
          first
        />
        <TextField
          name="pausedUntil"
          label="Pause until"
          optional
          type="date"
          min={today}
          hint="Nothing new reaches you before this day. The pause is counted in public, without blame."
          value={pause}
          onChange={setPause}
        />
        <CheckField
          label="Send us findings before anybody has validated them"
          hint="Some projects want them early. Without this, only what was reproduced reaches you."
          checked={unvalidated}
          onChange={setUnvalidated}
        />
      </Form>
    </Dialog>
  );
}
