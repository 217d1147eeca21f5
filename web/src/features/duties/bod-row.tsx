// The row of BOD 26-04 that set the day: its inputs, the start of the clock, the unknowns, the rule and its source.
import type { Duty } from '@leadtime/contract';
import { dayInWords, Facts, Foreign, Icon, Section, Time } from '../../ui/index.ts';
import { inputsInWords } from './words.ts';

export function BodRow({ duty }: { duty: Duty }) {
  const { bod, reasons } = duty.priority;
  return (
    <Section title="How the day was set">
      <p className="bod-outcome">
        {bod.row === null ? 'No row applies yet' : `Row ${bod.row} of BOD 26-04`}: <Foreign>{bod.outcomeText}</Foreign>
      </p>
      <Facts
        items={inputsInWords(bod.inputs).map(
          ([question, value]) => [question, <Foreign key={question}>{value}</Foreign>] as const,
        )}
      />
      <Facts
        items={[
          [
            'Clock starts',
            bod.start ? (
              <Time key="start" at={bod.start} />
            ) : (
              'not started: it needs a detection here or an entry in KEV, whichever is first'
            ),
          ],
          [
            'Due',
            bod.due
              ? `${dayInWords(bod.due)}. Calendar days: a weekend does not move it.`
              : 'no day: see the outcome above',
          ],
        ]}
      />
      {bod.unknowns.length > 0 ? (
        <div className="unknowns">
          <h3>
            <Icon name="unknown" size={14} /> What is unknown
          </h3>
          <ul>
            {bod.unknowns.map((u) => (
              <li key={u}>
                <Foreign>{u}</Foreign>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {reasons.length > 0 ? (
        <div>
          <h3 className="because-head">Because</h3>
          <ul className="reasons">
            {reasons.map((r) => (
              <li key={r.code + r.text}>
                <Foreign>{r.text}</Foreign>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <p className="rule-source muted">
        Rule <code>{bod.rule.id}</code> {bod.rule.version}, <Foreign>{bod.rule.citation}</Foreign>. It binds federal
        civilian agencies; for others it is advice.
      </p>
    </Section>
  );
}
