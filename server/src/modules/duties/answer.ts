// An operator says what was done. Every answer is kept with who gave it and on what evidence; none is ever taken away.
import type { Duty } from '@leadtime/contract';
import { addDays, dayOf, problemList, type Uuid } from '@leadtime/lib/kit';
import type { Actor, Call } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { recordOperation } from '../inventory/index.ts';
import type { DutyRules } from './decide.ts';
import type { DutyRecord } from './plan.ts';
import { readDuty } from './read.ts';
import * as store from './store.ts';

type Answer = Call<'duties.answer'>['body'];
/** A stop-gap is looked at again within a year. */
const LONGEST_DAYS = 366;

export function answer(
  { db, rules }: { db: Database; rules: DutyRules },
  actor: Pick<Actor, 'party' | 'person'>,
  id: Uuid,
  given: Answer,
): Promise<Duty> {
  return db.verb(
    'inventory.keep',
    async (tx) => {
      const duty = await tx.maybe(store.LOCK, [id]);
      if (!duty) throw notFound();
      check(duty, given, tx.now);
      const open = given.state === 'open';
      await tx.run(store.ANSWER, [
        id,
        given.state,
        open ? null : tx.now,
        open ? null : (given.justification ?? null),
        given.until ?? null,
      ]);
      await tx.run(store.ADD_ANSWER, [
        newId(tx.now),
        id,
        duty.party_id,
        tx.now,
        open ? 'reopened' : 'answered',
        given.state,
        actor.party.id === duty.party_id ? actor.person.name : `${actor.person.name}, ${actor.party.name}`,
        given.note,
        given.justification ?? null,
        given.evidence ?? null,
        JSON.stringify(duty.decision),
      ]);
      await recordOperation(tx, duty.party_id, {
        kind: open ? 'duty.reopened' : 'duty.answered',
        actor: actor.person.id,
        refs: { duty: id, party: duty.party_id, by: actor.party.id },
        facts: { state: given.state, ...(given.justification ? { justification: given.justification } : {}) },
      });
      // While it was closed nobody decided it anew.
      if (open) await enqueue(tx, 'duties.reassess', { asset: duty.asset_id });
      return readDuty(tx, id, rules);
    },
    actor.party.id,
  );
}

function check(duty: DutyRecord, given: Answer, now: string): void {
  if (duty.ended_at !== null)
    throw refuse('state.not-possible', 'This duty has ended: nothing reaches the asset any more.');
  if (given.state === 'open' && duty.state === 'open') throw refuse('state.not-possible', 'This duty is open already.');
  const problems = problemList();
  const today = dayOf(now);
  if (given.state === 'not_affected' && given.justification === undefined)
    problems.add('field.missing', '/justification', 'Say why it does not affect you: one of the five reasons of CSAF.');
  if (given.state !== 'not_affected' && given.justification !== undefined)
    problems.add('field.unknown', '/justification', 'A justification goes with not_affected only.');
  if (given.state === 'mitigated' && given.until === undefined)
    problems.add('field.missing', '/until', 'Say until which day the stop-gap holds.');
  if (given.state !== 'mitigated' && given.until !== undefined)
    problems.add('field.unknown', '/until', 'A day of end goes with mitigated only.');
  if (given.until !== undefined && (given.until <= today || given.until > addDays(today, LONGEST_DAYS)))
    problems.add('field.value', '/until', 'The stop-gap ends on a day after today and within a year.');
  if (given.state === 'fixed' && duty.forensic && given.evidence === undefined)
    problems.add(
      'field.missing',
      '/evidence',
      'The rule asks for a look for a break-in too: say what it showed, and where the saved evidence is or who waived it.',
    );
  if (problems.total > 0)
    throw refuse('request.invalid', 'The answer lacks something.', { problems: problems.kept, total: problems.total });
}
