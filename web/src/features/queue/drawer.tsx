// The evidence drawer: everything a decision needs, beside the list. It follows the active row.
import type { VulnerabilityRow } from '@leadtime/contract';
import { memo, useDeferredValue } from 'react';
import { useApi } from '../../app/api.ts';
import {
  A,
  Button,
  Drawer,
  Foreign,
  Loaded,
  Section,
  SeverityTag,
  StateTag,
  StreamTag,
  Timeline,
} from '../../ui/index.ts';
import { Candidates } from '../vulnerability/candidates.tsx';
import { attachedInWords, ProofPatchMatrix, ReportsSideBySide } from '../vulnerability/findings.tsx';
import { shortTarget } from '../vulnerability/short-target.ts';
import { StackDiff } from '../vulnerability/stacks.tsx';
import type { Verb } from '../vulnerability/verbs.tsx';
import { WhyHere } from '../vulnerability/why-here.tsx';
import { reportsInWords } from './columns.tsx';

interface Props {
  readonly row: VulnerabilityRow;
  readonly onClose: () => void;
  readonly onVerb: (verb: Verb) => void;
  readonly onSettled: (ids: readonly string[], word: string | undefined) => void;
}

/** The drawer stands there with the key that opens it; what is in it follows, and may be interrupted by the next key. */
export const EvidenceDrawer = memo(function EvidenceDrawer({ row, onClose, onVerb, onSettled }: Props) {
  const drawn = useDeferredValue(true, false);
  return (
    <Drawer title={`Evidence: ${row.title}`} onClose={onClose} head={<Head row={row} />}>
      {drawn ? <Evidence key={row.id} row={row} onVerb={onVerb} onSettled={onSettled} /> : null}
    </Drawer>
  );
});

function Evidence({ row, onVerb, onSettled }: Omit<Props, 'onClose'>) {
  const query = useApi('vulnerabilities.read', { params: { id: row.id } });
  return (
    <div className="stack evidence">
      <div className="cluster no-print">
        <Button kind={row.state === 'found' ? 'primary' : 'plain'} keys="v" onClick={() => onVerb('validate')}>
          Validate
        </Button>
        <Button keys="m" onClick={() => onVerb('merge')}>
          Merge
        </Button>
        <Button kind={row.state === 'validated' ? 'primary' : 'plain'} keys="t" onClick={() => onVerb('tell')}>
          Tell
        </Button>
        <Button keys="h" onClick={() => onVerb('hold')}>
          Hold
        </Button>
        {row.findings > 1 ? (
          <Button keys="s" onClick={() => onVerb('split')}>
            Split
          </Button>
        ) : null}
      </div>
      <WhyHere row={row} most={3} onState={() => onVerb('state')} />
      <Loaded query={query} what="The evidence" lines={12}>
        {(detail) => (
          <>
            <p className="evidence-conclusion">
              <Foreign>{detail.conclusion}</Foreign>
            </p>
            {detail.candidates.length > 0 ? (
              <Section title="Looks like" count={detail.candidates.length}>
                <Candidates
                  row={row}
                  candidates={detail.candidates}
                  comparing={detail.comparing}
                  decides
                  onSettled={onSettled}
                />
              </Section>
            ) : null}
            <Section title="Reports side by side" count={reportsInWords(row)}>
              <ReportsSideBySide findings={detail.findings} total={detail.findingsTotal} compact />
            </Section>
            <Section title="Stacks">
              <StackDiff findings={detail.findings} most={3} />
            </Section>
            <Section title="Proof by patch" count={attachedInWords(detail.findings)}>
              <ProofPatchMatrix findings={detail.findings} />
            </Section>
            <Section title="The way it came">
              <Timeline items={detail.timeline} />
            </Section>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Head({ row }: { row: VulnerabilityRow }) {
  return (
    <div className="stack drawer-summary">
      <h2>
        <A href={`/vulnerabilities/${row.id}`}>
          <Foreign>{row.title}</Foreign>
        </A>
      </h2>
      <p className="cluster">
        <SeverityTag severity={row.severity} />
        <StreamTag state={row.state} />
        <StateTag state={row.proof} label={row.proof === 'none' ? 'No proof' : undefined} quiet />
        <span className="muted">
          <Foreign>{shortTarget(row)}</Foreign>
        </span>
      </p>
    </div>
  );
}
