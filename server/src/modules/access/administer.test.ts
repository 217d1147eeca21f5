// What an administrator does in another party stands behind that party's wall too: it can see who was let in, and by whom.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../test/house.ts';

let t: TestHouse;
let administrator: Somebody;
let lab: string;
let other: string;

beforeAll(async () => {
  t = await testHouse();
  administrator = await t.person(t.clearinghouse, 'administrator');
  lab = await t.party('A lab', 'lab');
  other = await t.party('Another lab', 'lab');
});
afterAll(() => t.close());

interface Body {
  readonly kind: string;
  readonly actor: string;
  readonly refs: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
}
/** The newest entry of this kind that a party may open, as its export has it. */
async function newestFor(party: string, kind: string): Promise<Body | undefined> {
  const entries = await t.house.db.as(party, (tx) =>
    tx.all<{ body: Body }>(
      { name: 'test.entries', text: 'SELECT body FROM ledger_entry ORDER BY written_at DESC, id DESC' },
      [],
    ),
  );
  return entries.map((e) => e.body).find((b) => b.kind === kind);
}
const administer = async (route: Parameters<TestHouse['call']>[1], more: Parameters<TestHouse['call']>[2]) => {
  t.clock.set(new Date(Date.parse(t.clock.now()) + 1_000).toISOString()); // so that there is a newest entry
  const answer = await t.call(administrator, route, more);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};
const newcomer = async (party: string, role: string, email: string): Promise<string> =>
  (await administer('people.create', { body: { name: 'Newcomer', email, partyId: party, role } })).person.id;

it('a person added to a party stands behind its wall, and behind the administrator’s', async () => {
  const person = await newcomer(lab, 'finder', 'one@example.org');
  const entry = { actor: administrator.person, refs: { person, party: lab }, facts: { role: 'finder' } };
  expect(await newestFor(lab, 'access.person-added')).toMatchObject(entry);
  expect(await newestFor(t.clearinghouse, 'access.person-added')).toMatchObject(entry);
  expect(await newestFor(other, 'access.person-added')).toBeUndefined();
});

it('roles given and taken stand behind the wall of each party whose roles change, each with its own alone', async () => {
  const person = await newcomer(lab, 'finder', 'two@example.org');
  const set = (memberships: readonly { partyId: string; role: string }[]) =>
    administer('people.roles', { params: { id: person }, body: { memberships } });
  await set([
    { partyId: lab, role: 'finder' },
    { partyId: other, role: 'administrator' },
  ]);
  const given = { actor: administrator.person, refs: { person }, facts: { before: [], roles: ['administrator'] } };
  expect(await newestFor(other, 'access.roles-set')).toMatchObject(given);
  expect(JSON.stringify(await newestFor(other, 'access.roles-set'))).not.toContain(lab);
  expect(await newestFor(lab, 'access.roles-set')).toBeUndefined(); // nothing of its own changed

  await set([{ partyId: lab, role: 'finder' }]);
  const taken = { facts: { before: ['administrator'], roles: [] } };
  expect(await newestFor(other, 'access.roles-set')).toMatchObject(taken);
  expect(await newestFor(t.clearinghouse, 'access.roles-set')).toMatchObject({ facts: { roles: [`finder@${lab}`] } });
});

it('an administrator who takes a role in another party is seen there', async () => {
  await administer('people.roles', {
    params: { id: administrator.person },
    body: {
      memberships: [
        { partyId: t.clearinghouse, role: 'administrator' },
        { partyId: lab, role: 'finder' },
      ],
    },
  });
  expect(await newestFor(lab, 'access.roles-set')).toMatchObject({
    actor: administrator.person,
    refs: { person: administrator.person },
    facts: { before: [], roles: ['finder'] },
  });
});

it.each([
  ['people.link', 'access.link-made'],
  ['people.disable', 'access.person-disabled'],
] as const)('%s stands behind the wall of the person’s party', async (route, kind) => {
  const person = await newcomer(lab, 'finder', `${route}@example.org`);
  await administer(route, { params: { id: person } });
  expect(await newestFor(lab, kind)).toMatchObject({ actor: administrator.person, refs: { person } });
  expect(await newestFor(other, kind)).toBeUndefined();
});

it('a party that was added begins with that entry', async () => {
  const { id } = await administer('parties.create', { body: { name: 'A third lab', kind: 'lab' } });
  expect(await newestFor(id, 'access.party-added')).toMatchObject({ actor: administrator.person, refs: { party: id } });
});
