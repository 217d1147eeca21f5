// For whom one looks: an ISAC acts for operators that named it, and must never be in doubt whose data is on the screen.
import { useEffect } from 'react';
import { useSession } from '../../app/session.tsx';
import { Foreign, Icon, useAddress } from '../../ui/index.ts';

/** The chosen party's query, for the operator's routes; empty: everything that we may see. */
export function useForParty(): { readonly party?: string } {
  const { values } = useAddress();
  const { actsFor, acting } = useSession();
  const chosen = values.party;
  const known = chosen !== undefined && (chosen === acting?.party.id || actsFor.some((p) => p.id === chosen));
  return known ? { party: chosen } : {};
}

/** The last choice, so that going from Today to Duties keeps it; a reload or an address of its own forgets it. */
let lastChoice: string | undefined;

/** Shown only to those who act for somebody. */
export function PartyBar() {
  const { acting, actsFor } = useSession();
  const { values, set } = useAddress();
  const { party } = useForParty();
  const given = values.party;
  useEffect(() => {
    if (given !== undefined) lastChoice = given;
    else if (lastChoice !== undefined && actsFor.some((p) => p.id === lastChoice)) set({ party: lastChoice });
  }, [given, actsFor, set]);
  if (actsFor.length === 0 || !acting) return null;
  const shown = actsFor.find((p) => p.id === party);
  return (
    <div className="party-bar" data-other={shown ? true : undefined}>
      <Icon name="people" />
      <label htmlFor="party-bar-choice">Data of</label>
      <select
        id="party-bar-choice"
        value={party ?? ''}
        onChange={(event) => {
          lastChoice = event.target.value || undefined;
          set({ party: event.target.value }, { keep: true });
        }}
      >
        <option value="">
          everybody you act for ({actsFor.length}) and {acting.party.name}
        </option>
        <option value={acting.party.id}>{acting.party.name} (your own)</option>
        {actsFor.map((p) => (
          <option key={p.id} value={p.id}>
            {p.name}
          </option>
        ))}
      </select>
      {shown ? (
        <p>
          You act for <Foreign>{shown.name}</Foreign>. They named {acting.party.name} and see what you change.
        </p>
      ) : null}
    </div>
  );
}

/** Whose row it is, where rows of several parties stand together. */
export function Whose({ party }: { party: { id: string; name: string } }) {
  const { acting, actsFor } = useSession();
  if (actsFor.length === 0 || party.id === acting?.party.id) return null;
  return (
    <span className="whose">
      <Icon name="people" size={14} /> <Foreign>{party.name}</Foreign>
    </span>
  );
}
