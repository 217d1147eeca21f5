// An advisory as it would leave: in CSAF, in OSV, in plain words, with the validator's verdict.
import { useApi } from '../../app/api.ts';
import { Code, Foreign, Icon, Loaded, Note, Tabs, visible } from '../../ui/index.ts';
import { Verdict } from './verdict.tsx';

export function AdvisoryPreview({ id, onField }: { id: string; onField?: (path: string) => void }) {
  const query = useApi('advisories.preview', { params: { id } });
  return (
    <Loaded query={query} what="The preview" lines={10}>
      {(p) => (
        <div className="stack">
          <Verdict validation={p.validation} {...(onField ? { onField } : {})} />
          <Tabs
            name="format"
            label="Formats"
            items={[
              {
                id: 'plain',
                label: 'Plain words',
                body: () =>
                  p.plain.trim() ? (
                    <div className="plain-words panel">
                      {visible(p.plain)
                        .split(/\n{2,}/)
                        .map((text, i) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a fixed text
                          <p key={i}>
                            <Foreign>{text}</Foreign>
                          </p>
                        ))}
                    </div>
                  ) : (
                    <Note tone="amber" icon="warning">
                      There are no plain words yet. Small operators read only these.
                    </Note>
                  ),
              },
              {
                id: 'csaf',
                label: 'CSAF 2.0',
                body: () => <Code label="CSAF">{JSON.stringify(p.csaf, null, 2)}</Code>,
              },
              { id: 'osv', label: 'OSV', body: () => <Code label="OSV">{JSON.stringify(p.osv, null, 2)}</Code> },
            ]}
          />
          <p className="muted">
            <Icon name="info" size={13} /> Made from the draft as it was last saved.
          </p>
        </div>
      )}
    </Loaded>
  );
}
