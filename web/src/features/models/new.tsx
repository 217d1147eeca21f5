// Recording a model and its planned dates. It is information: nothing here allows or delays a release.
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { Crumbs, Form, Note, PageHead, TextField, useGo, useToast } from '../../ui/index.ts';
import { instantFrom, windowProblem } from './dates.ts';

export default function NewModelPage() {
  const go = useGo();
  const { show } = useToast();
  const [name, setName] = useState('');
  const [opens, setOpens] = useState('');
  const [partners, setPartners] = useState('');
  const [release, setRelease] = useState('');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const problem = windowProblem({ opens, partners, release });
  const save = async () => {
    const opensAt = instantFrom(opens);
    const releaseAt = instantFrom(release);
    const partnersAt = instantFrom(partners);
    if (!opensAt || !releaseAt) return;
    const model = await send('models.submit', {
      body: { name: name.trim(), opensAt, releaseAt, ...(partnersAt ? { partnersAt } : {}) },
    });
    await outdate('models.list');
    show({ text: `${model.name} is recorded` });
    go(`/burn-down/${model.id}`);
  };
  return (
    <>
      <PageHead
        title="Record a model"
        kicker={<Crumbs items={[{ href: '/models', label: 'Models' }]} />}
        conclusion="Record a model and its dates, so that the lead can be measured"
        why="It is voluntary. It is information for those who fix and deploy. It decides nothing about the release, and no answer is needed to go ahead."
      />
      <Form
        onSubmit={save}
        submit="Record it"
        disabled={!name.trim() || !opens || !release || problem !== undefined}
        onCancel={() => go('/models')}
      >
        <TextField name="name" label="Name of the model" value={name} onChange={setName} first />
        <TextField
          name="opensAt"
          label="Finding begins"
          type="datetime-local"
          hint={`In your zone, ${zone}. From then on, what is found with it counts.`}
          value={opens}
          onChange={setOpens}
        />
        <TextField
          name="partnersAt"
          label="Release to other trusted partners"
          optional
          type="datetime-local"
          value={partners}
          onChange={setPartners}
        />
        <TextField
          name="releaseAt"
          label="Planned release"
          type="datetime-local"
          hint="T-0. You can record a new date when plans change."
          value={release}
          onChange={setRelease}
        />
        {problem ? (
          <Note tone="amber" icon="warning">
            {problem}
          </Note>
        ) : null}
      </Form>
    </>
  );
}
