// Adding people and parties, and changing what a person may act as.
import { type Answer, PARTY_KINDS, ROLES, type Role } from '@leadtime/contract';
import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Button, Dialog, Foreign, Form, SelectField, sentence, spaced, TextField, useToast } from '../../ui/index.ts';

export type Person = Answer<'people.list'>['items'][number];
export type Party = Answer<'parties.list'>['items'][number];
const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
const roleChoices = ROLES.map((r) => ({ value: r, label: sentence(spaced(r)) }));
const again = () => outdate('people.list', 'parties.list');

export function AddPerson({
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

export function AddParty({ onClose }: { onClose: () => void }) {
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

export function EditPerson({
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
