// One advisory as anybody may read it.
import type { Answer } from '@leadtime/contract';
import { useApi } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import {
  A,
  ButtonLink,
  Code,
  Crumbs,
  Facts,
  Foreign,
  ForeignBlock,
  Loaded,
  Note,
  PageHead,
  Section,
  SeverityTag,
  Tag,
  Time,
  useParam,
} from '../../ui/index.ts';
import './public.css';

type View = Answer<'advisories.read'>;

export default function AdvisoryPage() {
  const id = useParam('id');
  const query = useApi('advisories.read', { params: { id } });
  return (
    <Loaded query={query} what="This advisory" lines={12}>
      {(view) => <Advisory view={view} />}
    </Loaded>
  );
}

function Advisory({ view }: { view: View }) {
  const { row } = view;
  const mayWrite = useMay('advisory.write');
  const mayMatch = useMay('inventory.manage');
  return (
    <>
      <PageHead
        title={row.publicId}
        size="decide"
        tlp={row.tlp}
        kicker={
          <>
            <Crumbs items={[{ href: '/advisories', label: 'Advisories' }]} />
            <span className="mono">{row.publicId}</span>
            <SeverityTag severity={row.severity} />
            {row.kev ? (
              <Tag icon="bolt" tone="red">
                Attacks are known
              </Tag>
            ) : null}
          </>
        }
        conclusion={<Foreign>{row.title}</Foreign>}
        why={
          <p>
            <Foreign>{view.summary}</Foreign>
          </p>
        }
        next={
          <>
            {mayMatch ? <ButtonLink href={`/exposures?advisory=${row.id}`}>Are we hit?</ButtonLink> : null}
            {mayWrite ? <ButtonLink href={`/write/${row.id}`}>Revise it</ButtonLink> : null}
          </>
        }
      />
      {row.state === 'withdrawn' ? (
        <Note tone="amber" icon="warning">
          <strong>Withdrawn.</strong> What it claimed is retracted; the last revision says why. It stays here so that
          nobody wonders where it went.
        </Note>
      ) : null}
      {row.state === 'draft' ? (
        <Note tone="amber" icon="edit">
          A draft: nobody outside this clearinghouse sees it.
        </Note>
      ) : null}
      <Section title="What is affected, and where it is fixed">
        <ul className="affected">
          {view.affected.map((a) => (
            <li key={a.package}>
              <Foreign mono>{a.package}</Foreign>
              <span>
                {a.ranges.length > 0 ? (
                  <Foreign>{a.ranges.join('; ')}</Foreign>
                ) : (
                  <span className="muted">unknown: no range is stated</span>
                )}
              </span>
              <span>
                {a.fixed ? (
                  <>
                    fixed in <Foreign mono>{a.fixed}</Foreign>
                  </>
                ) : (
                  <span className="muted">no fixed version yet</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="In full">
        <ForeignBlock>{view.details}</ForeignBlock>
      </Section>
      <Section title="Facts">
        <Facts
          columns={2}
          items={[
            [
              'Also known as',
              row.aliases.length > 0 ? (
                <Foreign key="a" mono>
                  {row.aliases.join(', ')}
                </Foreign>
              ) : (
                'no other number'
              ),
            ],
            ['Published', row.publishedAt ? <Time key="p" at={row.publishedAt} /> : 'not yet'],
            ['Last changed', <Time key="m" at={row.modifiedAt} />],
            ['Revision', String(row.revision)],
            [
              'Credit',
              view.credits.length > 0 ? (
                <Foreign key="c">{view.credits.join(', ')}</Foreign>
              ) : (
                'the finders asked for none'
              ),
            ],
          ]}
        />
        {view.references.length > 0 ? (
          <ul className="references">
            {view.references.map((r) => (
              <li key={r}>
                <Foreign mono>{r}</Foreign>
              </li>
            ))}
          </ul>
        ) : null}
      </Section>
      <Section title="Revisions">
        <ol className="revisions">
          {view.revisions.toReversed().map((r) => (
            <li key={r.number}>
              <b>{r.number}</b> <Time at={r.date} /> <Foreign>{r.summary}</Foreign>
            </li>
          ))}
        </ol>
      </Section>
      {view.formats.length > 0 ? (
        <Section title="For machines">
          {view.formats.map((f) => (
            <div key={f.path}>
              <h3>
                <A href={f.path}>{f.name}</A>
              </h3>
              <Code label={`command for ${f.name}`}>{`curl -s ${location.origin}${f.path}`}</Code>
            </div>
          ))}
        </Section>
      ) : null}
    </>
  );
}
