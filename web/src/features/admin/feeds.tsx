// Outside feeds: how old, how allowed; sync where egress allows it, import from a file where it does not.
import { type Answer, IMPORT_SOURCES, LIMITS } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  Button,
  bytes,
  CheckField,
  Code,
  count,
  Dialog,
  Foreign,
  Form,
  Loaded,
  Note,
  number,
  PageHead,
  Section,
  Tag,
  TextField,
  Time,
} from '../../ui/index.ts';
import { FileDrop } from '../reports/file-drop.tsx';
import { PlacedProblems } from '../reports/placed.tsx';
import { CsafProviders } from './csaf-providers.tsx';
import { Asked, SyncButtons, SyncState } from './feed-sync.tsx';
import './feeds.css';

type Feed = Answer<'feeds.list'>['items'][number];
type ImportResult = Answer<'feeds.import'>;
const again = () => outdate('feeds.list', 'session.read');

export default function FeedsPage() {
  const query = useApi('feeds.list', { every: (f) => (f?.items.some((i) => i.running) ? 1_500 : 30_000) });
  return (
    <Loaded query={query} what="The feeds" lines={10}>
      {({ items, egress }) => (
        <>
          <PageHead
            title="Feeds"
            conclusion={conclusionOf(items)}
            why="Old data is not safety: past a feed’s maximum age, “not affected” becomes “undetermined” everywhere."
          />
          <ul className="feeds">
            {items.map((f) => (
              <FeedCard key={f.source} feed={f} egress={egress} />
            ))}
          </ul>
          <CsafProviders />
          <Egress egress={egress} items={items} />
        </>
      )}
    </Loaded>
  );
}

function conclusionOf(items: readonly Feed[]): string {
  const old = items.filter((f) => f.stale);
  const running = items.filter((f) => f.running);
  if (old.length === 0)
    return `All ${number(items.filter((f) => f.used).length)} feeds in use are within their maximum age`;
  const names = old.map((f) => f.name).join(', ');
  return `${count(old.length, 'feed is', 'feeds are')} old or never read: ${names}${running.length > 0 ? `; ${number(running.length)} being read now` : ''}`;
}

function FeedCard({ feed: f, egress }: { feed: Feed; egress: readonly string[] }) {
  const [importing, setImporting] = useState(false);
  const importable = IMPORT_SOURCES.find((s) => s === f.source);
  return (
    <li className="feed">
      <div className="cluster spread">
        <h2>
          <Foreign>{f.name}</Foreign>
        </h2>
        {!f.used ? (
          <Tag icon="ring">Not used</Tag>
        ) : f.stale ? (
          <Tag icon={f.asOf ? 'clock' : 'ring'} tone="amber">
            {f.asOf ? 'Old' : 'Never read'}
          </Tag>
        ) : (
          <Tag icon="check" tone="green">
            Fresh
          </Tag>
        )}
      </div>
      <p>
        {f.asOf ? (
          <>
            As of <Time at={f.asOf} />; {number(f.records)} records. Maximum age {number(f.maxAgeHours)} hours.
          </>
        ) : (
          <>
            Never read{f.records > 0 ? ` as a whole; ${number(f.records)} records` : ''}. Maximum age{' '}
            {number(f.maxAgeHours)} hours.
          </>
        )}
      </p>
      <SyncState feed={f} />
      <Asked feed={f} egress={egress} />
      <div className="cluster">
        <SyncButtons feed={f} />
        {importable ? <Button onClick={() => setImporting(true)}>Import from a file</Button> : null}
      </div>
      {importing && importable ? <ImportFeed feed={f} source={importable} onClose={() => setImporting(false)} /> : null}
    </li>
  );
}

function ImportFeed({
  feed,
  source,
  onClose,
}: {
  feed: Feed;
  source: (typeof IMPORT_SOURCES)[number];
  onClose: () => void;
}) {
  const [file, setFile] = useState<File>();
  const [result, setResult] = useState<ImportResult>();
  const [whole, setWhole] = useState(false);
  const [day, setDay] = useState('');
  const document = source === 'kev' || source === 'epss';
  return (
    <Dialog title={`Import ${feed.name} from a file`} onClose={onClose} size="wide">
      {result ? (
        <div className="stack">
          <Note tone={result.refused > 0 ? 'amber' : 'green'} icon={result.refused > 0 ? 'warning' : 'check'}>
            {count(result.accepted, 'record')} taken, {number(result.takenBefore)} of them before;{' '}
            {number(result.refused)} refused.{' '}
            {result.asOf === null ? (
              <>The feed was never read as a whole.</>
            ) : (
              <>
                The feed is as of <Time at={result.asOf} />
                {result.whole ? '.' : ', as before.'}
              </>
            )}
          </Note>
          <PlacedProblems items={result.problems} total={result.problemsTotal} label="Problems in the file" />
          <div>
            <Button kind="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      ) : file ? (
        <Form
          submit={`Import ${file.name}`}
          onCancel={() => setFile(undefined)}
          onSubmit={async () => {
            setResult(
              await send('feeds.import', {
                params: { source },
                query: {
                  filename: file.name.slice(0, 255),
                  whole: whole ? 'true' : 'false',
                  ...(day !== '' && (whole || document) ? { asOf: day } : {}),
                },
                body: file,
              }),
            );
            await again();
          }}
        >
          <p>
            <Foreign>{file.name}</Foreign>, {bytes(file.size)}. Records that are newer take the place of those we hold.
          </p>
          {document ? null : (
            <CheckField
              label="This file is all of the feed"
              hint="Otherwise the feed stays as old as it was: of what the file does not name, nothing is “not affected”."
              checked={whole}
              onChange={setWhole}
            />
          )}
          {whole || document ? (
            <TextField
              name="asOf"
              label="Got on"
              optional
              type="date"
              hint="If empty, the date that the file states counts, or that of its newest record."
              value={day}
              onChange={setDay}
            />
          ) : null}
        </Form>
      ) : (
        <FileDrop
          label="Drop the file here, or choose it"
          hint={`${HINT[source]} Up to ${bytes(LIMITS.feedBytes)}.`}
          accept=".json,.ndjson,.jsonl,.zip,.tar,.tgz,.csv,.gz"
          onFiles={([first]) => setFile(first)}
        />
      )}
    </Dialog>
  );
}

const HINT: Record<(typeof IMPORT_SOURCES)[number], string> = {
  kev: 'known_exploited_vulnerabilities.json as CISA publishes it.',
  osv: 'OSV as JSON, NDJSON, or the zip of an ecosystem.',
  ghsa: 'Advisories in OSV form as JSON, NDJSON, or a zip of them.',
  ssvc: 'Decision points as JSON.',
  csaf: 'CSAF documents marked TLP:WHITE or TLP:CLEAR, as JSON, NDJSON, or a zip or tar of them.',
  cve: 'CVE records (format 5) as JSON, NDJSON, or a zip or tar of them.',
  nvd: 'Records of the NVD’s API 2.0 as JSON, NDJSON, or a zip or tar of them.',
  epss: 'epss_scores-….csv.gz as FIRST publishes it.',
};

function Egress({ egress, items }: { egress: readonly string[]; items: readonly Feed[] }) {
  const hosts = [...new Set(items.flatMap((f) => f.toAllow))];
  return (
    <Section title={egress.length === 0 ? 'This instance calls nobody' : 'Whom this instance may call'}>
      <p className="measure">
        What leaves the server goes through one gate with a list of hosts, and the list is empty until somebody fills
        it.
        {egress.length > 0
          ? ' On it:'
          : ' So feeds are read from files, or a host is added by whoever runs the instance:'}
      </p>
      {egress.length > 0 ? (
        <ul>
          {egress.map((host) => (
            <li key={host}>
              <code>{host}</code>
            </li>
          ))}
        </ul>
      ) : null}
      {hosts.length > 0 ? (
        <Code label="setting that allows the feeds’ hosts">{`LEADTIME_EGRESS=${[...egress, ...hosts].join(',')}`}</Code>
      ) : null}
    </Section>
  );
}
