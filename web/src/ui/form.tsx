// Forms. A failed send keeps what was typed, puts each problem of the answer (RFC 9457 `errors[]`, by JSON pointer) under
// its field, and lists all of them on top, each a link to its field.
import { ApiError } from '@leadtime/contract';

import { createContext, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';
import { problemInWords } from './problem-words.ts';
import { errorInWords } from './states.tsx';
import { ErrorMessage, FormGroup, Label, Select, Textarea } from './uswds.tsx';
import { count } from './words.ts';

interface FormState {
  readonly id: string;
  /** What is wrong with the field of this name, in one sentence. */
  problem(name: string): string | undefined;
}
const FormContext = createContext<FormState>({ id: 'form', problem: () => undefined });

export interface FormProps {
  /** Sends; a thrown error is shown and the form stays as it is. */
  readonly onSubmit: () => Promise<unknown> | unknown;
  /** The button: a verb with its consequence. */
  readonly submit: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
  /** More buttons, before Cancel. */
  readonly more?: ReactNode;
  /** Enter in a text area sends (Shift+Enter makes a line): for the short dialogs of the queue. */
  readonly enterSends?: boolean;
}

export function Form({
  onSubmit,
  submit,
  danger = false,
  disabled = false,
  onCancel,
  children,
  more,
  enterSends = false,
}: FormProps) {
  const id = useId();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const problems = error instanceof ApiError ? error.problem.errors : [];
  useEffect(() => {
    if (error) summary.current?.focus();
  }, [error]);

  const send = async () => {
    if (busy || disabled) return;
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormContext value={{ id, problem: (name) => wordsOf(problems.find((p) => fieldOf(p.path) === name)?.detail) }}>
      <form
        ref={form}
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        onKeyDown={(event) => {
          const sends =
            event.key === 'Enter' &&
            !event.nativeEvent.isComposing &&
            (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey));
          if (!sends || (event.target instanceof HTMLElement && event.target.closest('button, a, select'))) return;
          event.preventDefault();
          void send();
        }}
      >
        {error ? (
          <div className="form-problems" role="alert" tabIndex={-1} ref={summary}>
            <ProblemSummary error={error} formId={id} />
          </div>
        ) : null}
        {children}
        <footer className="form-foot">
          <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={busy} disabled={disabled}>
            {submit}
          </Button>
          {more}
          {onCancel ? (
            <Button kind="quiet" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
        </footer>
      </form>
    </FormContext>
  );
}

function ProblemSummary({ error, formId }: { error: unknown; formId: string }) {
  const said = errorInWords(error);
  const problems = error instanceof ApiError ? error.problem.errors : [];
  const total = error instanceof ApiError ? error.problem.errorsTotal : 0;
  return (
    <>
      <h3>
        <Icon name="stop" /> {said.title}
      </h3>
      {problems.length === 0 ? <p>{said.detail}</p> : null}
      {problems.length > 0 ? (
        <ul>
          {problems.slice(0, 20).map((p) => (
            <li key={`${p.path} ${p.code} ${p.detail}`}>
              <a
                href={`#${fieldId(formId, fieldOf(p.path))}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId(formId, fieldOf(p.path)))?.focus();
                }}
              >
                {labelOf(fieldId(formId, fieldOf(p.path))) ?? (fieldOf(p.path) || 'The whole form')}
              </a>
              : {problemInWords(p.detail)}
            </li>
          ))}
        </ul>
      ) : null}
      {total > 20 ? <p>{count(total, 'problem')} in all; the first 20 are listed.</p> : null}
      <p className="muted">
        {said.safe} {said.advice} <code>{said.code}</code>
        {said.requestId ? (
          <>
            {' '}
            · request <code>{said.requestId}</code>
          </>
        ) : null}
      </p>
    </>
  );
}

const wordsOf = (detail: string | undefined): string | undefined => detail && problemInWords(detail);

/** The label that the form shows for a field, if it shows the field. */
const labelOf = (id: string): string | undefined =>
  document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent?.replace(/ \(optional\)$/, '');

/** `/affected/0/name` → `affected/0/name`, the name of the field. */
export const fieldOf = (path: string): string => path.replace(/^\/(body\/)?/, '');
const fieldId = (form: string, name: string): string => `${form}-${name.replace(/[^a-zA-Z0-9]+/g, '-')}`;

interface FieldProps {
  /** Where the value goes in the body: a JSON pointer without its first slash. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
}

function Field({
  name,
  label,
  hint,
  optional,
  children,
}: FieldProps & {
  children: (props: { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}) {
  const form = useContext(FormContext);
  const problem = form.problem(name);
  const id = fieldId(form.id, name);
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <FormGroup error={problem !== undefined} className="field">
      <Label htmlFor={id}>
        {label}
        {optional ? <span className="muted"> (optional)</span> : null}
      </Label>
      {hint ? (
        <span id={`${id}-hint`} className="usa-hint field-hint">
          {hint}
        </span>
      ) : null}
      {problem ? <ErrorMessage id={`${id}-problem`}>{problem}</ErrorMessage> : null}
      {children({
        id,
        name,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(problem ? { 'aria-invalid': true as const } : {}),
      })}
    </FormGroup>
  );
}

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'date' | 'datetime-local' | 'search';
  readonly autoComplete?: string;
  readonly mono?: boolean;
  readonly first?: boolean;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly list?: readonly string[];
}
/** One line. `first` gets the focus when its dialog opens. */
export function TextField({
  value,
  onChange,
  type = 'text',
  mono,
  first,
  autoComplete = 'off',
  min,
  max,
  list,
  ...field
}: TextProps) {
  const listId = useId();
  useFirst(first, fieldId(useContext(FormContext).id, field.name));
  return (
    <Field {...field}>
      {(props) => (
        <>
          <input
            {...props}
            type={type}
            value={value}
            autoComplete={autoComplete}
            className={mono ? 'usa-input mono' : 'usa-input'}
            {...(min === undefined ? {} : { min })}
            {...(max === undefined ? {} : { max })}
            {...(list ? { list: listId } : {})}
            {...(first ? { 'data-autofocus': true } : {})}
            onChange={(event) => onChange(event.target.value)}
          />
          {list ? (
            <datalist id={listId}>
              {list.map((item) => (
                <option key={item} value={item} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
}

/** Several lines. */
export function TextAreaField({
  value,
  onChange,
  rows = 3,
  mono,
  first,
  ...field
}: FieldProps & { value: string; onChange: (value: string) => void; rows?: number; mono?: boolean; first?: boolean }) {
  return (
    <Field {...field}>
      {(props) => (
        <Textarea
          {...props}
          rows={rows}
          value={value}
          className={mono ? 'mono' : ''}
          {...(first ? { 'data-autofocus': true } : {})}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A field that came late into its dialog (its choices were loaded) takes the focus when it comes. */
function useFirst(first: boolean | undefined, id: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it appears
  useEffect(() => {
    if (first) document.getElementById(id)?.focus();
  }, []);
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: ReactNode;
}
export function SelectField({
  value,
  onChange,
  choices,
  ...field
}: FieldProps & { value: string; onChange: (value: string) => void; choices: readonly Choice[] }) {
  return (
    <Field {...field}>
      {(props) => (
        <Select {...props} value={value} onChange={(event) => onChange(event.target.value)}>
          {choices.map((c) => (
            <option key={c.value} value={c.value}>
              {c.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** One of a few, each with its meaning; digits choose. The chosen one gets the focus when `first`. */
export function ChoiceField({
  name,
  label,
  hint,
  value,
  onChange,
  choices,
  first,
}: FieldProps & { value: string; onChange: (value: string) => void; choices: readonly Choice[]; first?: boolean }) {
  const form = useContext(FormContext);
  const problem = form.problem(name);
  const id = fieldId(form.id, name);
  useFirst(first, `${id}-${value}`);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className="usa-fieldset choices"
      aria-describedby={problem ? `${id}-problem` : undefined}
      onKeyDown={(event) => {
        const chosen = choices[Number(event.key) - 1];
        if (!chosen || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        onChange(chosen.value);
        document.getElementById(`${id}-${chosen.value}`)?.focus();
      }}
    >
      <legend className="usa-legend">{label}</legend>
      {hint ? <span className="usa-hint field-hint">{hint}</span> : null}
      {problem ? <ErrorMessage id={`${id}-problem`}>{problem}</ErrorMessage> : null}
      {choices.map((c, i) => (
        <label key={c.value} className="choice" data-on={c.value === value || undefined}>
          <input
            type="radio"
            id={`${id}-${c.value}`}
            name={id}
            value={c.value}
            checked={c.value === value}
            {...(first && c.value === value ? { 'data-autofocus': true } : {})}
            onChange={() => onChange(c.value)}
          />
          <span className="choice-label">
            {c.label}
            {c.hint ? <span className="choice-hint">{c.hint}</span> : null}
          </span>
          {first && choices.length < 10 ? (
            <span className="keyhint" aria-hidden="true">
              <kbd>{i + 1}</kbd>
            </span>
          ) : null}
        </label>
      ))}
    </fieldset>
  );
}

export function CheckField({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="choice" data-on={checked || undefined}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span className="choice-label">
        {label}
        {hint ? <span className="choice-hint">{hint}</span> : null}
      </span>
    </label>
  );
}
