// Parties, people and their roles; one-time sign-in links. No reports are seen from here.
import { type Answer, PARTY_KINDS, ROLES, type Role } from '@leadtime/contract';
import { useMemo, useState } from 'react';
import { outdate, send, useApi } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import {
  Button,
  type Column,
  count,
  DataTable,
  Dialog,
  EmptyState,
  Foreign,
  Form,
  Loaded,
  number,
  PageHead,
  SelectField,
  sentence,
  spaced,
  Tabs,
  Tag,
  TextField,
  Time,
  useKeys,
  useToast,
} from '../../ui/index.ts';
import { SecretOnce } from '../settings/secret.tsx';
import '../settings/settings.css';

type Person = Answer<'people.list'>['items'][number];
type Party = Answer<'parties.list'>['items'][number];
const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
const roleChoices = ROLES.map((r) => ({ value: r, label: sentence(spaced(r)) }));
const again = () => outdate('people.list', 'parties.list');

export default function AdminPage() {
  const people = useApi('people.list');
  const parties = useApi('parties.list');
  return (
    <Loaded query={parties} what="The parties" lines={10}>
      {({ items: all }) => (
        <Loaded query={people} what="The people" lines={10}>
          {({ items }) => <Admin people={items} parties={all} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Admin({ people, parties }: { people: readonly Person[]; parties: readonly Party[] }) {
  const [open, setOpen] = useState<'person' | 'party'>();
  const [link, setLink] = useState<{ name: string; link: string }>();
  const waiting = people.filter((p) => p.memberships.length === 0 && p.disabledAt === null).length;
  useKeys([{ keys: 'n', label: 'Add a person', group: 'Do', run: () => setOpen('person') }]);
  return (
    <>
      <PageHead
        title="People"
        conclusion={`${count(people.filter((p) => p.disabledAt === null).length, 'person', 'people')} in ${count(parties.length, 'party', 'parties')}${waiting > 0 ? `; ${number(waiting)} without a role` : ''}`}
        why="A person acts for a party in a role. What a party sees comes from its part in each case, not from here."
        next={
          <>
            <Button kind="primary" keys="n" onClick={() => setOpen('person')}>
              Add a person
            </Button>
            <Button onClick={() => setOpen('party')}>Add a party</Button>
          </>
        }
      />
      {link ? (
        <SecretOnce
          what={`Sign-in link for ${link.name}`}
          secret={link.link}
          use="Works once, for 72 hours. Hand it over by a way that you trust."
          onClose={() => setLink(undefined)}
        />
      ) : null}
      <Tabs
        name="tab"
        label="People and parties"
        items={[
          {
            id: 'people',
            label: `People (${number(people.length)})`,
            body: () => <PeopleTable people={people} parties={parties} onLink={setLink} />,
          },
          {
            id: 'parties',
            label: `Parties (${number(parties.length)})`,
            body: () => <PartiesTable parties={parties} />,
          },
        ]}
      />
      {open === 'person' ? <AddPerson parties={parties} onClose={() => setOpen(undefined)} onLink={setLink} /> : null}
      {open === 'party' ? <AddParty onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

function PeopleTable({
  people,
  parties,
  onLink,
}: {
  people: readonly Person[];
  parties: readonly Party[];
  onLink: (link: { name: string; link: string }) => void;
}) {
  const [editing, setEditing] = useState<Person>();
  const columns = useMemo(
    (): readonly Column<Person>[] => [
      {
        id: 'name',
        header: 'Name',
        width: 'minmax(10rem, 1.4fr)',
        cell: (p) => <Foreign>{p.name}</Foreign>,
        sort: (p) => p.name,
      },
      {
        id: 'email',
        header: 'E-mail',
        width: 'minmax(12rem, 1.6fr)',
        priority: 3,
        cell: (p) => <Foreign>{p.email}</Foreign>,
        sort: (p) => p.email,
      },
      {
        id: 'roles',
        header: 'Acts as',
        width: 'minmax(12rem, 2.4fr)',
        cell: (p) =>
          p.memberships.length === 0 ? (
            <span className="muted">no role</span>
          ) : (
            <Foreign>{p.memberships.map((m) => `${spaced(m.role)} for ${m.party.name}`).join('; ')}</Foreign>
          ),
        sort: (p) => p.memberships[0]?.role,
      },
      {
        id: 'state',
        header: 'State',
        width: '7rem',
        priority: 2,
        cell: (p) =>
          p.disabledAt ? (
            <Tag icon="stop">Disabled</Tag>
          ) : (
            <Tag icon="check" tone="green" quiet>
              Active
            </Tag>
          ),
        sort: (p) => (p.disabledAt ? 1 : 0),
      },
    ],
    [],
  );
  return (
    <>
      <DataTable
        label="People"
        noun={['person', 'people']}
        rows={people}
        columns={columns}
        rowId={(p) => p.id}
        onOpen={setEditing}
        dim={(p) => p.disabledAt !== null}
        narrow={(p) => <Foreign>{p.email}</Foreign>}
        empty={
          <EmptyState title="Nobody yet" icon="people">
            Add the first person above.
          </EmptyState>
        }
      />
      {editing ? (
        <EditPerson
          person={people.find((p) => p.id === editing.id) ?? editing}
          parties={parties}
          onClose={() => setEditing(undefined)}
          onLink={onLink}
        />
      ) : null}
    </>
  );
}

function PartiesTable({ parties }: { parties: readonly Party[] }) {
  const columns = useMemo(
    (): readonly Column<Party>[] => [
      {
        id: 'party',
        header: 'Party',
        width: 'minmax(12rem, 2fr)',
        cell: (p) => <Foreign>{p.name}</Foreign>,
        sort: (p) => p.name,
      },
      { id: 'kind', header: 'Kind', width: '9rem', cell: (p) => sentence(p.kind), sort: (p) => p.kind },
      {
        id: 'sector',
        header: 'Sector',
        width: '10rem',
        priority: 3,
        cell: (p) => (p.sector ? <Foreign>{p.sector}</Foreign> : <span className="muted">none given</span>),
        sort: (p) => p.sector,
      },
      {
        id: 'people',
        header: 'People',
        width: '5rem',
        align: 'end',
        priority: 2,
        cell: (p) => number(p.people),
        sort: (p) => p.people,
      },
      {
        id: 'since',
        header: 'Since',
        width: '9rem',
        priority: 3,
        cell: (p) => <Time at={p.createdAt} />,
        sort: (p) => p.createdAt,
      },
    ],
    [],
  );
  return (
    <DataTable
      label="Parties"
      noun={['party', 'parties']}
      rows={parties}
      columns={columns}
      rowId={(p) => p.id}
      sortName="psort"
      keys={false}
      narrow={(p) => sentence(p.kind)}
      empty={
        <EmptyState title="No party yet" icon="people">
          Add one above.
        </EmptyState>
      }
    />
  );
}

function AddPerson({
  parties,
  onClose,
  onLink,
}: {
  parties: readonly Party[];
  onClose: () => void;
  onLink: (link: { name: string; link: string }) => void;
}) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [partyId, setParty] = useState(parties[0]?.id ?? '');
  const [role, setRole] = useState<string>('operator');
  return (
    <Dialog title="Add a person" onClose={onClose}>
      <Form
        submit="Add and make a sign-in link"
        disabled={!name.trim() || !email.trim() || !partyId}
        onCancel={onClose}
        onSubmit={async () => {
          if (!isRole(role)) return;
          const made = await send('people.create', { body: { name: name.trim(), email: email.trim(), role, partyId } });
          await again();
          onLink({ name: made.person.name, link: made.link });
          onClose();
        }}
      >
        <TextField name="name" label="Name" value={name} onChange={setName} first />
        <TextField name="email" label="E-mail" type="email" value={email} onChange={setEmail} />
        <SelectField
          name="partyId"
          label="Party"
          value={partyId}
          onChange={setParty}
          choices={parties.map((p) => ({ value: p.id, label: p.name }))}
        />
        <SelectField name="role" label="Role" value={role} onChange={setRole} choices={roleChoices} />
      </Form>
    </Dialog>
  );
}

function AddParty({ onClose }: { onClose: () => void }) {
  const { show } = useToast();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<string>('operator');
  const [sector, setSector] = useState('');
  return (
    <Dialog title="Add a party" onClose={onClose}>
      <Form
        submit="Add it"
        disabled={!name.trim()}
        onCancel={onClose}
        onSubmit={async () => {
          const chosen = PARTY_KINDS.find((k) => k === kind);
          if (!chosen) return;
          await send('parties.create', {
            body: { name: name.trim(), kind: chosen, ...(sector.trim() ? { sector: sector.trim() } : {}) },
          });
          await again();
          show({ text: `Added ${name.trim()}` });
          onClose();
        }}
      >
        <TextField name="name" label="Name" value={name} onChange={setName} first />
        <SelectField
          name="kind"
          label="Kind"
          value={kind}
          onChange={setKind}
          choices={PARTY_KINDS.map((k) => ({ value: k, label: sentence(k) }))}
        />
        <TextField
          name="sector"
          label="Sector"
          optional
          hint="Exposure is counted by it."
          value={sector}
          onChange={setSector}
          list={['healthcare', 'financial services', 'water', 'energy', 'government']}
        />
      </Form>
    </Dialog>
  );
}

function EditPerson({
  person,
  parties,
  onClose,
  onLink,
}: {
  person: Person;
  parties: readonly Party[];
  onClose: () => void;
  onLink: (link: { name: string; link: string }) => void;
}) {
  const { show } = useToast();
  const { person: me } = useSession();
  const [memberships, setMemberships] = useState(() =>
    person.memberships.map((m) => ({ partyId: m.party.id, role: m.role })),
  );
  const [partyId, setParty] = useState(parties[0]?.id ?? '');
  const [role, setRole] = useState<string>('operator');
  const [disabling, setDisabling] = useState(false);
  const nameOf = (id: string) => parties.find((p) => p.id === id)?.name ?? 'unknown party';
  const link = async () => {
    const made = await send('people.link', { params: { id: person.id } });
    onLink({ name: person.name, link: made.link });
    onClose();
  };
  return (
    <Dialog title={person.name} onClose={onClose}>
      {disabling ? (
        <Form
          danger
          submit="Disable and end their sign-ins, sessions and tokens"
          onCancel={() => setDisabling(false)}
          onSubmit={async () => {
            await send('people.disable', { params: { id: person.id } });
            await again();
            show({ text: `${person.name} is disabled` });
            onClose();
          }}
        >
          <p>It holds at once. What they did stays in the record under their name.</p>
        </Form>
      ) : (
        <Form
          submit="Save the roles"
          onCancel={onClose}
          more={
            person.disabledAt === null ? (
              <>
                <Button
                  onClick={() => void link().catch(() => show({ text: 'No link was made: try again', failed: true }))}
                >
                  New sign-in link
                </Button>
                {me?.id === person.id ? null : (
                  <Button kind="quiet" onClick={() => setDisabling(true)}>
                    Disable…
                  </Button>
                )}
              </>
            ) : undefined
          }
          onSubmit={async () => {
            await send('people.roles', { params: { id: person.id }, body: { memberships } });
            await again();
            show({ text: `Roles of ${person.name} saved` });
            onClose();
          }}
        >
          <ul className="keys">
            {memberships.map((m, i) => (
              <li key={m.partyId + m.role}>
                <div>
                  {sentence(spaced(m.role))} for <Foreign>{nameOf(m.partyId)}</Foreign>
                </div>
                <Button
                  kind="quiet"
                  onClick={() => setMemberships(memberships.filter((_, j) => j !== i))}
                  aria-label={`Remove ${spaced(m.role)} for ${nameOf(m.partyId)}`}
                >
                  Remove
                </Button>
              </li>
            ))}
            {memberships.length === 0 ? <li className="muted">No role: they can sign in and see nothing.</li> : null}
          </ul>
          <SelectField
            name="party"
            label="Party"
            value={partyId}
            onChange={setParty}
            choices={parties.map((p) => ({ value: p.id, label: p.name }))}
          />
          <SelectField name="role" label="Role" value={role} onChange={setRole} choices={roleChoices} />
          <div>
            <Button
              icon="plus"
              disabled={!partyId || memberships.some((m) => m.partyId === partyId && m.role === role)}
              onClick={() => {
                if (isRole(role)) setMemberships([...memberships, { partyId, role }]);
              }}
            >
              Add this role
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
