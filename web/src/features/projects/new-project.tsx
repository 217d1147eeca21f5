import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { Dialog, Form, TextAreaField, TextField, useGo, useToast } from '../../ui/index.ts';

/** Records a project: its packages and how to reach it. */
export function NewProject({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [packages, setPackages] = useState('');
  const [contact, setContact] = useState('');
  const go = useGo();
  const { show } = useToast();
  const lines = packages
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean);
  return (
    <Dialog title="Record a project" onClose={onClose}>
      <Form
        submit="Record the project"
        disabled={name.trim() === '' || lines.length === 0}
        onCancel={onClose}
        onSubmit={async () => {
          const made = await send('projects.create', {
            body: { name, packages: lines, maintainerId: null, ...(contact.trim() ? { contact } : {}) },
          });
          show({ text: `Recorded ${made.name}` });
          void outdate('projects.list');
          onClose();
          go(`/projects/${made.id}`);
        }}
      >
        <TextField name="name" label="Name" value={name} onChange={setName} first />
        <TextAreaField
          name="packages"
          label="Packages"
          hint="One package URL a line, such as pkg:npm/libtessera. Findings of these belong to it."
          value={packages}
          onChange={setPackages}
          mono
        />
        <TextField
          name="contact"
          label="Security contact"
          optional
          hint="A mail address or a page. Without one, findings are held with “no contact”."
          value={contact}
          onChange={setContact}
        />
      </Form>
    </Dialog>
  );
}
