// Parties, people and their roles; one-time sign-in links. No reports are seen from here.
import { useMemo, useState } from 'react';
import { useApi } from '../../app/api.ts';
import {
  Button,
  type Column,
  count,
  DataTable,
  EmptyState,
  Foreign,
  Loaded,
  number,
  PageHead,
  sentence,
  spaced,
  Tabs,
  Tag,
  Time,
  useKeys,
} from '../../ui/index.ts';
import { SecretOnce } from '../settings/secret.tsx';
import '../settings/settings.css';
import { AddParty, AddPerson, EditPerson, type Party, type Person } from './people-forms.tsx';

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
