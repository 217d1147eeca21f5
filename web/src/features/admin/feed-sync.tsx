// Fetching one feed: now, or by itself; and what to allow first where egress is closed.
import { type Answer, SYNC_SOURCES } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import {
  Button,
  Code,
  Dialog,
  errorInWords,
  Foreign,
  Form,
  Note,
  number,
  Progress,
  SelectField,
  TextField,
  Time,
  useToast,
} from '../../ui/index.ts';

type Feed = Answer<'feeds.list'>['items'][number];
type Source = (typeof SYNC_SOURCES)[number];
const again = () => outdate('feeds.list', 'session.read');

/** What it is doing, what stopped it, and when it is read next. */
export function SyncState({ feed: f }: { feed: Feed }) {
  return (
    <>
      {f.running ? (
        <Progress value={null} what={f.progress ?? 'Reading'} left="Goes on if you leave this page." />
      ) : null}
      {f.lastError ? (
        <Note tone="amber" icon="warning">
          <Foreign>{f.lastError}</Foreign>
          {f.waitsUntil ? (
            <>
              {' '}
              What was read is kept; it goes on by itself <Time at={f.waitsUntil} />.
            </>
          ) : null}
        </Note>
      ) : null}
      {f.note ? (
        <p className="muted">
          <Foreign>{f.note}</Foreign>
        </p>
      ) : null}
      {f.syncable ? (
        <p>
          {f.everyHours === null ? (
            'Fetched only when somebody asks.'
          ) : (
            <>
              Fetched every {number(f.everyHours)} hours; next <Time at={f.nextAt ?? ''} />.
            </>
          )}
        </p>
      ) : null}
    </>
  );
}

/** Whom a sync asks, on whose terms; what to allow where it may not. */
export function Asked({ feed: f, egress }: { feed: Feed; egress: readonly string[] }) {
  if (!f.syncable) return null;
  return (
    <details>
      <summary>Where it comes from, and on whose terms</summary>
      <div className="stack">
        {f.how ? <p>{f.how}</p> : null}
        {f.terms ? <p>Terms: {f.terms}</p> : null}
        <ul>
          {f.addresses.map((a) => (
            <li key={a.name} className="feed-address">
              {a.allowed ? 'May be called: ' : 'May not be called: '}
              <Foreign mono>{a.address}</Foreign>
              {a.mirror ? ' (a mirror)' : ''}
            </li>
          ))}
        </ul>
        {f.toAllow.length > 0 ? (
          <Code
            label={`setting that allows ${f.name}`}
          >{`LEADTIME_EGRESS=${[...egress, ...f.toAllow].join(',')}`}</Code>
        ) : null}
      </div>
    </details>
  );
}

export function SyncButtons({ feed: f }: { feed: Feed }) {
  const { show } = useToast();
  const [choosing, setChoosing] = useState(false);
  const source = SYNC_SOURCES.find((s) => s === f.source);
  if (!source) return null;
  const sync = async () => {
    try {
      await send('feeds.sync', { params: { source }, query: {} });
      await again();
    } catch (error) {
      show({ text: `Not read: ${errorInWords(error).title}. ${errorInWords(error).advice}`, failed: true });
    }
  };
  return (
    <>
      {f.allowed ? (
        <Button disabled={f.running} onClick={() => void sync()}>
          Sync now
        </Button>
      ) : (
        <span className="muted">To sync it, allow {f.toAllow.join(', ')}; or import from a file.</span>
      )}
      <Button kind="quiet" onClick={() => setChoosing(true)}>
        Choose
      </Button>
      {choosing ? <Choose feed={f} source={source} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}

const HOURS = [
  { value: '0', label: 'Only when somebody asks' },
  { value: '2', label: 'Every 2 hours' },
  { value: '6', label: 'Every 6 hours' },
  { value: '12', label: 'Every 12 hours' },
  { value: '24', label: 'Every day' },
];

function Choose({ feed: f, source, onClose }: { feed: Feed; source: Source; onClose: () => void }) {
  const now = String(f.everyHours ?? 0);
  const [every, setEvery] = useState(now);
  const [ecosystems, setEcosystems] = useState(f.ecosystems.join(', '));
  const hours = HOURS.some((h) => h.value === now) ? HOURS : [...HOURS, { value: now, label: `Every ${now} hours` }];
  return (
    <Dialog title={`How ${f.name} is fetched`} onClose={onClose}>
      <Form
        submit="Keep it so"
        onCancel={onClose}
        onSubmit={async () => {
          await send('feeds.choose', {
            params: { source },
            body: {
              everyHours: every === '0' ? null : Number(every),
              ...(source === 'osv'
                ? {
                    ecosystems: ecosystems
                      .split(',')
                      .map((e) => e.trim())
                      .filter(Boolean),
                  }
                : {}),
            },
          });
          await again();
          onClose();
        }}
      >
        <SelectField name="everyHours" label="By itself" value={every} onChange={setEvery} choices={hours} />
        {source === 'osv' ? (
          <TextField
            name="ecosystems"
            label="Ecosystems, with commas between"
            hint="Empty: those that inventories hold. Names as OSV writes them: npm, PyPI, crates.io, Debian."
            value={ecosystems}
            onChange={setEcosystems}
          />
        ) : null}
      </Form>
    </Dialog>
  );
}
