import type { CaseView } from '@leadtime/contract';
import { outdate, send } from '../../app/api.ts';
import { useMay } from '../../app/session.tsx';
import { Button, errorInWords, Foreign, Section, StateTag, sentence, spaced, Time, useToast } from '../../ui/index.ts';

/** What holds the telling back, who owns it, when it ends by itself. */
export function Holds({ holds }: { holds: CaseView['holds'] }) {
  const releases = useMay('case.coordinate');
  const { show } = useToast();
  if (holds.length === 0) return null;
  const release = async (id: string) => {
    try {
      await send('cases.release', { params: { id } });
      show({ text: 'The hold has ended.' });
    } catch (error) {
      show({ text: `Not ended: ${errorInWords(error).detail}`, failed: true });
    } finally {
      void outdate('cases.read', 'vulnerabilities.read', 'vulnerabilities.list');
    }
  };
  return (
    <Section title="Held back" count={holds.length}>
      <ul className="vendor-statuses">
        {holds.map((h) => (
          <li key={h.id}>
            <StateTag state={h.kind} label={sentence(spaced(h.kind))} />
            <p>
              <Foreign>{h.reason}</Foreign>
            </p>
            <p className="muted">
              <Foreign>{h.owner}</Foreign> owns it, since <Time at={h.since} />; it ends by itself{' '}
              <Time at={h.expiresAt} />.
            </p>
            {releases ? (
              <Button kind="quiet" onClick={() => void release(h.id)}>
                End the hold now
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
