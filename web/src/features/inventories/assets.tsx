// Assets and their tags. The tag that matters most is exposure: it moves the days of duties.
import { type Answer, ASSET_EXPOSURES } from '@leadtime/contract';
import { useMemo, useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import {
  ChoiceField,
  type Column,
  Crumbs,
  count,
  DataTable,
  Dialog,
  EmptyState,
  FilterText,
  Foreign,
  Form,
  Loaded,
  Note,
  number,
  PageHead,
  TextField,
  useAddress,
  useToast,
} from '../../ui/index.ts';
import '../duties/duties.css';
import { PartyBar, useForParty } from '../duties/party-bar.tsx';
import { FileDrop } from '../reports/file-drop.tsx';
import { PlacedProblems } from '../reports/placed.tsx';
import './inventories.css';
import { Pager } from './pager.tsx';
import { saveAssetTemplate } from './template.ts';

type Asset = Answer<'assets.list'>['items'][number];
type Exposure = Asset['exposure'];
const isExposure = (text: string): text is Exposure => (ASSET_EXPOSURES as readonly string[]).includes(text);
const PAGE = 200;

export default function AssetsPage() {
  const { values } = useAddress();
  const forParty = useForParty();
  const [offset, setOffset] = useState(0);
  const [editing, setEditing] = useState<Asset>();
  const query = useApi('assets.list', {
    query: { ...forParty, limit: PAGE, offset, ...(values.q ? { q: values.q } : {}) },
    keep: true,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <>
      <PartyBar />
      <Loaded query={query} what="Your assets" lines={12}>
        {(page) => {
          const untagged = page.items.filter((a) => a.exposure === 'unknown').length;
          return (
            <>
              <PageHead
                title="Assets"
                kicker={<Crumbs items={[{ href: '/inventories', label: 'Inventories' }]} />}
                conclusion={
                  untagged > 0
                    ? `${number(untagged)} of ${number(page.items.length)} assets have no exposure tag and count as public`
                    : `${count(page.total, 'asset')}, each with its exposure tag`
                }
                why="Whether an asset can be reached from public networks decides how soon a duty is due. Open a row to correct its tags, or send them all as a sheet."
              />
              <DataTable
                label="Assets"
                noun={['asset', 'assets']}
                rows={page.items}
                of={page.total}
                columns={columns}
                rowId={(a) => a.id}
                onOpen={setEditing}
                narrow={(a) => `${EXPOSURE[a.exposure]} · ${count(a.openDuties, 'open duty', 'open duties')}`}
                toolbar={<FilterText label="Search assets" />}
                empty={
                  <EmptyState title="No assets yet">
                    They come with an inventory: the asset column of a sheet, or the asset of an SBOM.
                  </EmptyState>
                }
              />
              <Pager offset={offset} limit={PAGE} total={page.total} onGo={setOffset} />
            </>
          );
        }}
      </Loaded>
      <ImportTags forParty={forParty} />
      {editing ? <EditAsset asset={editing} onClose={() => setEditing(undefined)} /> : null}
    </>
  );
}

const EXPOSURE: Record<Exposure, string> = {
  public: 'Public',
  internal: 'Internal',
  unknown: 'Unknown, counts as public',
};
const orWhy = (text: string | null, why: string) =>
  text ? <Foreign>{text}</Foreign> : <span className="muted">{why}</span>;
const columnsOf = (): readonly Column<Asset>[] => [
  {
    id: 'name',
    header: 'Asset',
    width: 'minmax(10rem, 2fr)',
    cell: (a) => <Foreign>{a.name}</Foreign>,
    sort: (a) => a.name,
  },
  {
    id: 'exposure',
    header: 'Exposure',
    width: '12rem',
    cell: (a) => <span className={a.exposure === 'unknown' ? 'tone-amber' : undefined}>{EXPOSURE[a.exposure]}</span>,
    sort: (a) => a.exposure,
  },
  {
    id: 'organisation',
    header: 'Organisation',
    width: 'minmax(8rem, 1.2fr)',
    priority: 3,
    cell: (a) => orWhy([a.organisation, a.subOrganisation].filter(Boolean).join(' / ') || null, 'not tagged'),
    sort: (a) => a.organisation,
  },
  {
    id: 'environment',
    header: 'Environment',
    width: '8rem',
    priority: 4,
    cell: (a) => orWhy(a.environment, 'not tagged'),
    sort: (a) => a.environment,
  },
  {
    id: 'type',
    header: 'Type',
    width: '9rem',
    priority: 4,
    cell: (a) => orWhy(a.type, 'not tagged'),
    sort: (a) => a.type,
  },
  {
    id: 'components',
    header: 'Components',
    width: '6.5rem',
    align: 'end',
    priority: 3,
    cell: (a) => <span className="num">{number(a.components)}</span>,
    sort: (a) => a.components,
  },
  {
    id: 'duties',
    header: 'Open duties',
    width: '6.5rem',
    align: 'end',
    priority: 2,
    cell: (a) => <span className="num">{number(a.openDuties)}</span>,
    sort: (a) => a.openDuties,
  },
];

function EditAsset({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const { show } = useToast();
  const [exposure, setExposure] = useState<string>(asset.exposure);
  const [organisation, setOrganisation] = useState(asset.organisation ?? '');
  const [subOrganisation, setSub] = useState(asset.subOrganisation ?? '');
  const [environment, setEnvironment] = useState(asset.environment ?? '');
  const [type, setType] = useState(asset.type ?? '');
  const save = async () => {
    const texts = { organisation, subOrganisation, environment, type };
    const given = Object.fromEntries(Object.entries(texts).flatMap(([k, v]) => (v.trim() ? [[k, v.trim()]] : [])));
    await send('assets.update', {
      params: { id: asset.id },
      body: { ...given, ...(isExposure(exposure) ? { exposure } : {}) },
    });
    await outdate('assets.list', 'duties.list', 'today.read', 'duties.read');
    show({ text: `Tags of ${asset.name} saved; its duties are decided anew` });
    onClose();
  };
  return (
    <Dialog title={asset.name} onClose={onClose}>
      <Form submit="Save and decide its duties anew" onSubmit={save} onCancel={onClose}>
        <ChoiceField
          name="exposure"
          label="Can it be reached from public networks?"
          hint="By anyone without signing in, wherever it stands."
          first
          value={exposure}
          onChange={setExposure}
          choices={[
            { value: 'public', label: 'Yes, public' },
            { value: 'internal', label: 'No, internal only' },
            { value: 'unknown', label: 'Unknown', hint: 'Counts as public.' },
          ]}
        />
        <div className="tag-form">
          <TextField
            name="organisation"
            label="Organisation"
            optional
            value={organisation}
            onChange={setOrganisation}
          />
          <TextField name="subOrganisation" label="Part of it" optional value={subOrganisation} onChange={setSub} />
          <TextField
            name="environment"
            label="Environment"
            optional
            value={environment}
            onChange={setEnvironment}
            list={['production', 'test', 'development']}
          />
          <TextField
            name="type"
            label="Type"
            optional
            value={type}
            onChange={setType}
            list={['server', 'application', 'network device', 'medical device', 'workstation']}
          />
        </div>
        <p className="muted">Decisions made before stay in the record with the tags they were made on.</p>
      </Form>
    </Dialog>
  );
}

type ImportResult = Answer<'assets.import'>;

function ImportTags({ forParty }: { forParty: { party?: string } }) {
  const [file, setFile] = useState<File>();
  const [result, setResult] = useState<ImportResult>();
  return (
    <div className="stack no-print">
      {file ? (
        <Form
          submit={`Import the tags of ${file.name}`}
          onCancel={() => setFile(undefined)}
          onSubmit={async () => {
            setResult(await send('assets.import', { query: forParty, body: file }));
            setFile(undefined);
            await outdate('assets.list', 'duties.list', 'today.read');
          }}
        >
          <p>Assets that are named in it get its tags; others stay as they are. Duties are decided anew.</p>
        </Form>
      ) : (
        <FileDrop
          label="Drop a sheet of tags here, or choose a file"
          hint={
            <>
              CSV: asset, organisation, sub-organisation, environment, exposure, type.{' '}
              <button type="button" className="link-button" onClick={saveAssetTemplate}>
                Download the sheet
              </button>
            </>
          }
          accept=".csv,.tsv,.txt"
          onFiles={([first]) => setFile(first)}
        />
      )}
      {result ? (
        <>
          <Note
            tone={result.problemsTotal > 0 ? 'amber' : 'green'}
            icon={result.problemsTotal > 0 ? 'warning' : 'check'}
          >
            {count(result.updated, 'asset')} updated, {number(result.added)} added
            {result.problemsTotal > 0 ? `; ${count(result.problemsTotal, 'row')} could not be read` : ''}.
          </Note>
          <PlacedProblems items={result.problems} total={result.problemsTotal} label="Problems in the sheet" />
        </>
      ) : null}
    </div>
  );
}
