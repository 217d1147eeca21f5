// The fields of an advisory. What is saved is checked by the CSAF validator, and its verdicts lead back to the fields.
import { type Answer, TLP } from '@leadtime/contract';
import { useEffect, useState } from 'react';
import { outdate, queries, send } from '../../app/api.ts';
import { Button, Form, Section, SelectField, TextAreaField, TextField, useToast } from '../../ui/index.ts';
import { type AffectedFields, affectedInWords, bodyOf, type DraftFields, fieldsOf, NO_PACKAGE } from './draft.ts';

type View = Answer<'advisories.read'>;

// What was typed and not saved, while the app is open: leaving the page and coming back loses nothing.
const unsaved = new Map<string, DraftFields>();

export function Editor({ view, onDirty }: { view: View; onDirty: (dirty: boolean) => void }) {
  const draft = view.draft;
  const [fields, setFields] = useState<DraftFields | undefined>(() =>
    draft ? (unsaved.get(view.row.id) ?? fieldsOf(draft)) : undefined,
  );
  const { show } = useToast();
  const dirty = fields !== undefined && draft !== null && JSON.stringify(fields) !== JSON.stringify(fieldsOf(draft));
  useEffect(() => {
    if (fields && dirty) unsaved.set(view.row.id, fields);
    else unsaved.delete(view.row.id);
    onDirty(dirty);
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [fields, dirty, view.row.id, onDirty]);
  if (!fields) return null;
  const put =
    <K extends keyof DraftFields>(name: K) =>
    (value: DraftFields[K]) =>
      setFields({ ...fields, [name]: value });
  const putPackage = (index: number, patch: Partial<AffectedFields>) =>
    put('affected')(fields.affected.map((a, i) => (i === index ? { ...a, ...patch } : a)));
  return (
    <Form
      submit={view.row.state === 'published' ? 'Save as the next revision’s draft' : 'Save the draft'}
      disabled={!dirty}
      more={
        dirty ? (
          <Button kind="quiet" icon="undo" onClick={() => draft && setFields(fieldsOf(draft))}>
            Back to what is saved
          </Button>
        ) : undefined
      }
      onSubmit={async () => {
        const saved = await send('advisories.edit', { params: { id: view.row.id }, body: bodyOf(fields) });
        queries.setQueryData(['advisories.read', { id: view.row.id }], saved);
        void outdate('advisories.preview', 'advisories.list');
        show({ text: 'Saved. The preview is made anew.', ms: 3_000 });
      }}
    >
      <Section title="In one line, and for whom">
        <TextField name="title" label="Title" value={fields.title} onChange={put('title')} />
        <TextAreaField
          name="summary"
          label="Summary"
          hint="Two sentences: what happens, to which versions."
          value={fields.summary}
          onChange={put('summary')}
          rows={2}
        />
        <TextAreaField name="details" label="Details" value={fields.details} onChange={put('details')} rows={6} />
        <SelectField
          name="tlp"
          label="Marking"
          hint="TLP:CLEAR goes to the public feed. CSAF 2.0 cannot carry TLP:AMBER+STRICT."
          value={fields.tlp}
          onChange={put('tlp')}
          choices={TLP.map((t) => ({ value: t, label: t }))}
        />
      </Section>
      <Section
        title="Affected"
        lead={fields.affected.map(affectedInWords).join('; ')}
        actions={
          <Button icon="plus" onClick={() => put('affected')([...fields.affected, NO_PACKAGE])}>
            Add a package
          </Button>
        }
      >
        {fields.affected.map((a, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: packages have no id; they are edited in place
          <fieldset key={i} className="package">
            <legend className="sr-only">Package {i + 1}</legend>
            <TextField
              name={`affected/${i}/ecosystem`}
              label="Ecosystem"
              value={a.ecosystem}
              onChange={(v) => putPackage(i, { ecosystem: v })}
            />
            <TextField
              name={`affected/${i}/name`}
              label="Package"
              value={a.name}
              onChange={(v) => putPackage(i, { name: v })}
              mono
            />
            <TextField
              name={`affected/${i}/introduced`}
              label="From version"
              hint="0: from the first"
              value={a.introduced}
              onChange={(v) => putPackage(i, { introduced: v })}
              mono
            />
            <TextField
              name={`affected/${i}/fixed`}
              label="Fixed in"
              hint="not affected from here on"
              value={a.fixed}
              onChange={(v) => putPackage(i, { fixed: v })}
              mono
            />
            <TextField
              name={`affected/${i}/lastAffected`}
              label="Last affected"
              hint="where no fix is known"
              value={a.lastAffected}
              onChange={(v) => putPackage(i, { lastAffected: v })}
              mono
            />
            <TextField
              name={`affected/${i}/versions`}
              label="Single versions"
              hint="parted by commas"
              value={a.versions}
              onChange={(v) => putPackage(i, { versions: v })}
              mono
            />
            <Button
              kind="quiet"
              icon="cross"
              disabled={fields.affected.length === 1}
              onClick={() => put('affected')(fields.affected.filter((_, n) => n !== i))}
            >
              Remove {a.name || 'this package'}
            </Button>
          </fieldset>
        ))}
      </Section>
      <Section
        title="In plain words"
        lead="For an operator without staff: short sentences, no terms. It becomes the printed sheet. Fill in all three or none."
      >
        <TextAreaField name="plain/what" label="What can happen" value={fields.what} onChange={put('what')} rows={2} />
        <TextAreaField
          name="plain/howToLook"
          label="How to look"
          value={fields.howToLook}
          onChange={put('howToLook')}
          rows={2}
        />
        <TextAreaField
          name="plain/ifYouCannot"
          label="If you cannot update"
          value={fields.ifYouCannot}
          onChange={put('ifYouCannot')}
          rows={2}
        />
        <TextAreaField
          name="mitigation"
          label="Workaround for experts"
          optional
          value={fields.mitigation}
          onChange={put('mitigation')}
          rows={2}
        />
      </Section>
      <Section title="Names, severity, thanks">
        <TextField name="cve" label="CVE" optional value={fields.cve} onChange={put('cve')} mono />
        <TextField
          name="weaknesses"
          label="Weaknesses"
          hint="CWE-122, CWE-787"
          value={fields.weaknesses}
          onChange={put('weaknesses')}
          mono
        />
        <TextAreaField
          name="vectors"
          label="CVSS vectors"
          hint="One a line; the score is computed."
          value={fields.vectors}
          onChange={put('vectors')}
          rows={2}
          mono
        />
        <TextAreaField
          name="references"
          label="References"
          hint="One address a line."
          value={fields.references}
          onChange={put('references')}
          rows={2}
        />
        <TextAreaField
          name="credits"
          label="Credits"
          hint="One a line, in the words the finders chose."
          value={fields.credits}
          onChange={put('credits')}
          rows={3}
        />
      </Section>
    </Form>
  );
}
