// Submitting: drop files, say who found them, see each sent with its receipt; or the same by command line and API.
import { LIMITS, type Receipt } from '@leadtime/contract';
import { useRef, useState } from 'react';
import { api, outdate } from '../../app/api.ts';
import {
  A,
  Button,
  bytes,
  Code,
  count,
  errorInWords,
  Foreign,
  Icon,
  Id,
  Note,
  PageHead,
  Progress,
  Section,
  SelectField,
  Tabs,
  TextField,
  Time,
  useSay,
} from '../../ui/index.ts';
import { FileDrop } from './file-drop.tsx';
import './reports.css';
import { type SendProgress, type SubmitQuery, sendReport, sourceOf, type Transport, timeLeft } from './upload.ts';

interface Sending {
  readonly id: number;
  readonly file: File;
  readonly state: 'sending' | 'done' | 'failed' | 'stopped';
  readonly progress?: SendProgress;
  readonly left?: string | undefined;
  readonly receipt?: Receipt;
  readonly error?: unknown;
}

export default function SubmitPage() {
  const [about, setAbout] = useState<About>({
    discoveredBy: '',
    model: '',
    harness: '',
    runId: '',
    promptRetention: '',
    target: '',
  });
  const { sendings, start, stop, again } = useSendings();
  const done = sendings.filter((s) => s.state === 'done').length;
  return (
    <>
      <PageHead
        title="Submit"
        conclusion={
          done > 0
            ? `${count(done, 'report')} received; what becomes of each is on its page`
            : 'Drop your reports here, and get a receipt for each'
        }
        why="Nothing is lost: the bytes are stored by their digest before the receipt is given. Sending the same file twice gives the same receipt."
      />
      <FileDrop
        label="Drop files here, or choose them"
        hint={`SARIF 2.1.0, OSV, Leadtime report, or NDJSON; up to ${bytes(LIMITS.reportBytes)} each. Large ones are sent in pieces and go on after a break.`}
        accept=".sarif,.json,.ndjson,.jsonl"
        multiple
        onFiles={(files) => start(files, queryOf(about))}
      />
      {sendings.length > 0 ? (
        <ul className="sendings">
          {sendings.map((s) => (
            <SendingItem key={s.id} sending={s} onStop={() => stop(s.id)} onAgain={() => again(s.id, queryOf(about))} />
          ))}
        </ul>
      ) : null}
      <AboutForm about={about} onChange={setAbout} />
      <Section title="The same without this page">
        <Tabs
          name="way"
          label="Ways to send"
          items={[
            { id: 'cli', label: 'Command line', body: () => <CliWay /> },
            { id: 'api', label: 'API', body: () => <ApiWay /> },
          ]}
        />
      </Section>
    </>
  );
}

function useSendings() {
  const [sendings, setSendings] = useState<readonly Sending[]>([]);
  const stops = useRef(new Map<number, AbortController>());
  const next = useRef(1);
  const say = useSay();
  const patch = (id: number, change: Partial<Sending>) =>
    setSendings((all) => all.map((s) => (s.id === id ? { ...s, ...change } : s)));

  const run = async (id: number, file: File, query: SubmitQuery) => {
    const stop = new AbortController();
    stops.current.set(id, stop);
    const begun = performance.now();
    try {
      const receipt = await sendReport(sourceOf(file), transportOf(file, query, stop.signal), {
        signal: stop.signal,
        pause: (ms) => pause(ms, stop.signal),
        onProgress: (progress) =>
          patch(id, {
            progress,
            left:
              progress.phase === 'sending'
                ? timeLeft(progress.done, progress.of, performance.now() - begun)
                : undefined,
          }),
      });
      patch(id, { state: 'done', receipt });
      say(`${file.name} is received`);
      void outdate('reports.list');
    } catch (error) {
      patch(id, stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', error });
    }
  };
  return {
    sendings,
    start(files: readonly File[], query: SubmitQuery) {
      const fresh = files.map((file): Sending => {
        next.current += 1;
        return { id: next.current, file, state: 'sending' };
      });
      setSendings((all) => [...fresh, ...all]);
      void inTurn(fresh, (s) => run(s.id, s.file, query));
    },
    stop: (id: number) => stops.current.get(id)?.abort(),
    again(id: number, query: SubmitQuery) {
      const sending = sendings.find((s) => s.id === id);
      if (!sending) return;
      patch(id, { state: 'sending' });
      void run(id, sending.file, query);
    },
  };
}

/** One after the other: a hundred files must not fight for the line. */
async function inTurn<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await run(item);
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

function transportOf(file: File, about: SubmitQuery, signal: AbortSignal): Transport {
  const query = { ...about, filename: file.name.slice(0, 255) };
  return {
    submit: (data, digest) =>
      api.call('reports.submit', { query: { ...query, digest }, body: new Blob([data as BlobPart]), signal }), // a Uint8Array of an ArrayBuffer
    open: (size, digest) => api.call('uploads.open', { body: { size, digest, filename: query.filename }, signal }),
    offset: async (id) => (await api.call('uploads.read', { params: { id }, signal })).offset,
    append: (id, offset, data) =>
      api.call('uploads.append', {
        params: { id },
        query: { ...query, offset },
        body: new Blob([data as BlobPart]),
        signal,
      }), // as above
  };
}

function SendingItem({ sending: s, onStop, onAgain }: { sending: Sending; onStop: () => void; onAgain: () => void }) {
  return (
    <li className="sending" data-state={s.state}>
      <p className="sending-name">
        <Foreign>{s.file.name}</Foreign> <span className="muted num">{bytes(s.file.size)}</span>
      </p>
      {s.state === 'sending' ? <SendingProgress sending={s} onStop={onStop} /> : null}
      {s.state === 'done' && s.receipt ? <ReceiptLine receipt={s.receipt} /> : null}
      {s.state === 'stopped' ? (
        <p className="cluster">
          Stopped. What was sent is kept for a while. <Button onClick={onAgain}>Go on</Button>
        </p>
      ) : null}
      {s.state === 'failed' ? <Failed error={s.error} onAgain={onAgain} /> : null}
    </li>
  );
}

function SendingProgress({ sending, onStop }: { sending: Sending; onStop: () => void }) {
  const p = sending.progress;
  const value = p ? p.done / Math.max(1, p.of) : null;
  const what = !p
    ? 'Waiting for its turn'
    : p.phase === 'naming'
      ? 'Making its digest'
      : p.phase === 'waiting'
        ? `Waiting: ${p.wait?.why ?? 'the line broke'}; goes on in ${Math.round((p.wait?.ms ?? 0) / 1_000)} s`
        : `Sending, ${bytes(p.done)} of ${bytes(p.of)}`;
  return <Progress value={value} what={what} left={sending.left} onStop={onStop} stopLabel="Stop sending" />;
}

function ReceiptLine({ receipt }: { receipt: Receipt }) {
  return (
    <div className="receipt">
      <Icon name="check" />
      <p>
        {receipt.seenBefore ? 'These bytes were here before; this is the receipt of then.' : 'Received.'}{' '}
        <A href={`/reports/${receipt.reportId}`}>See what becomes of it</A>
        <span className="muted">
          {' '}
          <Time at={receipt.receivedAt} /> · SHA-256 <Id id={receipt.digest} /> · ledger entry{' '}
          <Id id={receipt.ledger.entryId} />
        </span>
      </p>
    </div>
  );
}

function Failed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const said = errorInWords(error);
  return (
    <Note tone="red" icon="stop">
      <p>
        <strong>{said.title}.</strong> {said.detail} {said.advice} <code>{said.code}</code>
      </p>
      <Button onClick={onAgain}>Try again</Button>
    </Note>
  );
}

interface About {
  readonly discoveredBy: string;
  readonly model: string;
  readonly harness: string;
  readonly runId: string;
  readonly promptRetention: string;
  readonly target: string;
}
const BY = ['human', 'model', 'harness', 'tool', 'unknown'] as const;
const RETENTION = ['none', 'limited', 'training', 'unknown'] as const;

/** Only what was filled in; formats that say it themselves win on the server. */
function queryOf(about: About): SubmitQuery {
  const by = BY.find((b) => b === about.discoveredBy);
  const retention = RETENTION.find((r) => r === about.promptRetention);
  const texts = { model: about.model, harness: about.harness, runId: about.runId, target: about.target };
  return {
    ...Object.fromEntries(Object.entries(texts).flatMap(([k, v]) => (v.trim() ? [[k, v.trim()]] : []))),
    ...(by ? { discoveredBy: by } : {}),
    ...(retention ? { promptRetention: retention } : {}),
  };
}

function AboutForm({ about, onChange }: { about: About; onChange: (about: About) => void }) {
  const set = (name: keyof About) => (value: string) => onChange({ ...about, [name]: value });
  return (
    <details className="about">
      <summary>Say how they were found, where the files do not</summary>
      <div className="about-fields">
        <SelectField
          name="discoveredBy"
          label="Found by"
          value={about.discoveredBy}
          onChange={set('discoveredBy')}
          choices={[
            { value: '', label: 'As the file says' },
            { value: 'human', label: 'A person' },
            { value: 'model', label: 'A model' },
            { value: 'harness', label: 'A harness around a model' },
            { value: 'tool', label: 'Another tool' },
          ]}
        />
        <TextField name="model" label="Model" optional value={about.model} onChange={set('model')} />
        <TextField name="harness" label="Harness" optional value={about.harness} onChange={set('harness')} />
        <TextField name="runId" label="Run" optional mono value={about.runId} onChange={set('runId')} />
        <SelectField
          name="promptRetention"
          label="Prompts are kept by the model’s provider"
          hint="It bears on how long it stays unknown to others."
          value={about.promptRetention}
          onChange={set('promptRetention')}
          choices={[
            { value: '', label: 'As the file says' },
            { value: 'none', label: 'Not kept' },
            { value: 'limited', label: 'Kept for a limited time' },
            { value: 'training', label: 'Used for training' },
            { value: 'unknown', label: 'Unknown' },
          ]}
        />
        <TextField
          name="target"
          label="What was examined"
          optional
          mono
          hint="A package URL or repository, where the file does not name it."
          value={about.target}
          onChange={set('target')}
        />
      </div>
      <p className="muted">It holds for the files you add from now on.</p>
    </details>
  );
}

const CliWay = () => (
  <div className="stack">
    <Code label="commands to send from a shell">{`leadtime report validate findings.sarif   # offline: every problem at its place
leadtime report submit findings.sarif --url ${location.origin}`}</Code>
    <p className="muted">
      It goes on where it stopped, and ends with 0 when all is received. The token comes from LEADTIME_TOKEN;{' '}
      <A href="/settings?tab=tokens">make one</A> with the scope reports:write.
    </p>
  </div>
);

const ApiWay = () => (
  <div className="stack">
    <Code label="a request to send by API">{`curl --data-binary @findings.sarif \\
  -H "Authorization: Bearer $LEADTIME_TOKEN" \\
  -H "Content-Type: application/json" \\
  "${location.origin}/api/v1/reports?format=sarif&filename=findings.sarif"`}</Code>
    <p className="muted">
      It answers 202 with the receipt; poll its <code>monitor</code>. All addresses:{' '}
      <a href="/api/v1/openapi.json">openapi.json</a>.
    </p>
  </div>
);
