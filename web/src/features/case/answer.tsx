// What the maintainer can say in a few clicks: have it, fix is ready.
import type { CaseView } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { useRole } from '../../app/session.tsx';
import { Button, Dialog, errorInWords, Form, TextAreaField, TextField, useToast } from '../../ui/index.ts';

export function AnswerButtons({ view }: { view: CaseView }) {
  const [fixing, setFixing] = useState(false);
  const { show } = useToast();
  const own = useRole() === 'maintainer';
  const acknowledge = async () => {
    try {
      await send('cases.acknowledge', { params: { id: view.id } });
      show({ text: 'Acknowledged. The coordinator and the finders see it.' });
      void outdate('cases.read', 'cases.list');
    } catch (error) {
      show({ text: `Not recorded: ${errorInWords(error).detail}`, failed: true });
    }
  };
  return (
    <>
      {view.state === 'told' ? (
        <Button kind={own ? 'primary' : 'plain'} icon="check" onClick={() => void acknowledge()}>
          {own ? 'We have it' : 'Record that they have it'}
        </Button>
      ) : null}
      {view.fix === null && ['told', 'acknowledged'].includes(view.state) ? (
        <Button icon="check" onClick={() => setFixing(true)}>
          {own ? 'A fix is ready' : 'Record that a fix is ready'}
        </Button>
      ) : null}
      {fixing ? <FixForm view={view} onClose={() => setFixing(false)} /> : null}
    </>
  );
}

function FixForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const [version, setVersion] = useState('');
  const [commit, setCommit] = useState('');
  const [note, setNote] = useState('');
  const { show } = useToast();
  return (
    <Dialog title="A fix is ready" onClose={onClose}>
      <Form
        submit={version.trim() ? `Fixed in ${version.trim()}` : 'Record the fix'}
        disabled={version.trim() === ''}
        onCancel={onClose}
        onSubmit={async () => {
          await send('cases.fix', {
            params: { id: view.id },
            body: {
              version: version.trim(),
              ...(commit.trim() ? { commit: commit.trim() } : {}),
              ...(note.trim() ? { note } : {}),
            },
          });
          show({ text: `Fixed in ${version.trim()}. The coordinator drafts the advisory.` });
          void outdate('cases.read', 'cases.list', 'vulnerabilities.read', 'vulnerabilities.list');
          onClose();
        }}
      >
        <TextField name="version" label="In which version" value={version} onChange={setVersion} first mono />
        <TextField name="commit" label="At which commit" optional value={commit} onChange={setCommit} mono />
        <TextAreaField name="note" label="Note" optional value={note} onChange={setNote} />
      </Form>
    </Dialog>
  );
}
