// Sending an inventory: drop a file, give it a name, see at once what was understood and every problem at its place.
import { type Answer, ASSET_EXPOSURES, LIMITS } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { A, Button, bytes, count, Form, Note, Section, SelectField, TextField, useSay } from '../../ui/index.ts';
import { useFirstFocus } from '../duties/first-focus.ts';
import { FileDrop } from '../reports/file-drop.tsx';
import { PlacedProblems } from '../reports/placed.tsx';
import { MatchBar } from './match-bar.tsx';
import { formatFromFile, nameFromFile, saveTemplate } from './template.ts';

type Result = Answer<'inventories.upload'>;
type Inventory = Result['inventory'];
type Exposure = (typeof ASSET_EXPOSURES)[number];
const isExposure = (text: string): text is Exposure => (ASSET_EXPOSURES as readonly string[]).includes(text);

export function SendInventory({ forParty, sent }: { forParty: { party?: string }; sent: readonly Inventory[] }) {
  const known = sent.map((i) => i.name);
  const [file, setFile] = useState<File>();
  const [result, setResult] = useState<Result>();
  return (
    <div className="stack no-print">
      {file ? (
        <SendForm
          key={file.name + file.size}
          file={file}
          forParty={forParty}
          known={known}
          onDone={(r) => {
            setResult(r);
            setFile(undefined);
          }}
          onCancel={() => setFile(undefined)}
        />
      ) : (
        <FileDrop
          label="Drop an inventory here, or choose a file"
          hint={
            <>
              CycloneDX or SPDX, or a sheet (CSV) with vendor, product and version; up to {bytes(LIMITS.inventoryBytes)}
              .{' '}
              <button type="button" className="link-button" onClick={saveTemplate}>
                Download the sheet to fill in
              </button>
            </>
          }
          accept=".json,.csv,.tsv,.txt"
          onFiles={([first]) => {
            setResult(undefined);
            setFile(first);
          }}
        />
      )}
      {result ? (
        <ResultView
          result={result}
          now={sent.find((i) => i.id === result.inventory.id)}
          onClose={() => setResult(undefined)}
        />
      ) : null}
    </div>
  );
}

interface FormProps {
  readonly file: File;
  readonly forParty: { party?: string };
  readonly known: readonly string[];
  readonly onDone: (result: Result) => void;
  readonly onCancel: () => void;
}

function SendForm({ file, forParty, known, onDone, onCancel }: FormProps) {
  const [name, setName] = useState(nameFromFile(file.name));
  const [format, setFormat] = useState<string>(formatFromFile(file.name) ?? '');
  const [asset, setAsset] = useState('');
  const [exposure, setExposure] = useState('unknown');
  const [madeAt, setMadeAt] = useState('');
  const say = useSay();
  const box = useFirstFocus<HTMLDivElement>();
  const { acting, actsFor } = useSession();
  const forWhom = actsFor.find((p) => p.id === forParty.party)?.name ?? acting?.party.name ?? 'your party';
  const replaces = known.includes(name.trim());
  const submit = async () => {
    const answer = await send('inventories.upload', {
      query: {
        ...forParty,
        name: name.trim(),
        filename: file.name.slice(0, 255),
        ...(format === 'cyclonedx' || format === 'spdx' || format === 'sheet' ? { format } : {}),
        ...(asset.trim() ? { asset: asset.trim() } : {}),
        ...(isExposure(exposure) && format !== 'sheet' ? { exposure } : {}),
        ...(madeAt ? { madeAt } : {}),
      },
      body: file,
    });
    await outdate('inventories.list', 'today.read', 'exposures.list', 'duties.list', 'assets.list');
    say(`${name} is read: ${count(answer.inventory.unmatched, 'component')} could not be matched.`);
    onDone(answer);
  };
  return (
    <div ref={box}>
      <Section
        title={`Send ${file.name}`}
        lead={`${bytes(file.size)}. It is for ${forWhom}; only they and those they name to act for them see it.`}
      >
        <Form
          onSubmit={submit}
          submit={replaces ? `Send, in place of the one named “${name.trim()}”` : 'Send it'}
          onCancel={onCancel}
          disabled={!name.trim()}
        >
          <TextField
            name="name"
            label="Name"
            hint="Use the same name next time: the new file then takes the place of the old one."
            value={name}
            onChange={setName}
            list={known}
            first
          />
          <SelectField
            name="format"
            label="Format"
            value={format}
            onChange={setFormat}
            choices={[
              { value: '', label: 'Look at the file' },
              { value: 'sheet', label: 'Sheet: vendor, product, version' },
              { value: 'cyclonedx', label: 'CycloneDX' },
              { value: 'spdx', label: 'SPDX' },
            ]}
          />
          {format === 'sheet' ? null : (
            <>
              <TextField
                name="asset"
                label="Asset"
                optional
                hint="What the SBOM describes, such as backup-02. A sheet names the asset in each row."
                value={asset}
                onChange={setAsset}
              />
              <SelectField
                name="exposure"
                label="Can it be reached from public networks?"
                hint="It sets the days of its duties. Unknown counts as yes."
                value={exposure}
                onChange={setExposure}
                choices={[
                  { value: 'unknown', label: 'Unknown' },
                  { value: 'public', label: 'Yes, public' },
                  { value: 'internal', label: 'No, internal only' },
                ]}
              />
            </>
          )}
          <TextField
            name="made-at"
            label="Taken on"
            optional
            type="date"
            hint="Empty: the day that the file says, or today."
            value={madeAt}
            onChange={setMadeAt}
          />
        </Form>
      </Section>
    </div>
  );
}

/** What was understood. The comparison goes on after the answer: its counts are taken from the list once they are there. */
function ResultView({ result, now, onClose }: { result: Result; now: Inventory | undefined; onClose: () => void }) {
  const { problems, problemsTotal } = result;
  const inv = now ?? result.inventory;
  return (
    <Section
      title={`${inv.name}: ${count(inv.components, 'component')} read`}
      actions={
        <Button kind="quiet" icon="close" onClick={onClose}>
          Close
        </Button>
      }
    >
      <MatchBar inv={inv} />
      {inv.unmatched > 0 ? (
        <Note tone="amber" icon="unknown">
          <p>
            {count(inv.unmatched, 'component')} could not be matched: we cannot say whether an advisory reaches{' '}
            {inv.unmatched === 1 ? 'it' : 'them'}.{' '}
            <A href={`/inventories/${inv.id}?state=cannot_match`}>See which and why</A>
          </p>
        </Note>
      ) : null}
      {problemsTotal > 0 ? (
        <>
          <h3>{count(problemsTotal, 'problem')} in the file</h3>
          <PlacedProblems items={problems} total={problemsTotal} label="Problems in the file" />
        </>
      ) : (
        <p>Every row was read.</p>
      )}
    </Section>
  );
}
