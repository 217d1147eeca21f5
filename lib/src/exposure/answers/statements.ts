// Exposures as VEX statements of whoever ran the match. It claims no more than is known: affected where the version says so,
// under_investigation where it cannot be told, not_affected or fixed only where everybody who speaks in a VEX document says so; then the
// statement names them, and what the match found against it.
import {
  VEX_JUSTIFICATIONS,
  type VexComponent,
  type VexDocument,
  type VexProduct,
  type VexStatement,
} from '../../advisory/vex-model.ts';
import { agreedWord, type VexNote } from '../vex/index.ts';
import { type Exposed, labelOf } from './exposed.ts';

export interface StatementOptions {
  readonly author: string;
  /** Instant of the match. */
  readonly at: string;
}

/** One statement for each vulnerability and product; where several advisories speak of one, the worst. */
export function exposuresAsStatements(
  exposed: readonly Exposed[],
  options: StatementOptions,
): VexDocument['statements'] {
  const statements = new Map<string, VexStatement>();
  for (const one of exposed) {
    const statement = statementOf(one, options);
    const key = JSON.stringify([statement.vulnerability.name, one.component.purl ?? productOf(one)]);
    const known = statements.get(key);
    if (!known || WORST.indexOf(statement.status) < WORST.indexOf(known.status)) statements.set(key, statement);
  }
  return [...statements.values()];
}

const WORST: readonly VexStatement['status'][] = ['affected', 'under_investigation', 'fixed', 'not_affected'];

function statementOf(one: Exposed, { author, at }: StatementOptions): VexStatement {
  const { match, known, vex } = one;
  const { advisory } = match.evidence;
  const names = [advisory, ...(known?.aliases ?? [])];
  const name = names.find((id) => /^CVE-\d{4}-\d{4,}$/.test(id)) ?? advisory;
  const contradictions = vex?.contradictions.map(({ text }) => text) ?? [];
  const said = saidOf(one, contradictions);
  const spoken = (vex?.notes ?? []).map(noteText);
  const against = contradictions.map((text) => `Contradiction: ${text}`);
  const isTold = said.status === 'not_affected' || said.status === 'fixed'; // in the impact statement
  const notes = isTold ? '' : [...spoken, ...against].join(' ');
  return {
    path: '',
    vulnerability: {
      name,
      aliases: names.filter((id) => id !== name),
      ...(known?.summary ? { description: known.summary } : {}),
    },
    products: [productOf(one)],
    ...said,
    ...(notes === '' ? {} : { notes }),
    author,
    at,
  };
}

type Said = Pick<VexStatement, 'status' | 'justification' | 'justificationAsGiven' | 'impact' | 'action'>;

function saidOf({ component, match, vex }: Exposed, contradictions: readonly string[]): Said {
  const word = vex && agreedWord(vex);
  const because = [word ? noteText(word) : '', ...contradictions.map((text) => `Contradiction: ${text}`)];
  if (word?.status === 'fixed') return { status: 'fixed', impact: because.join(' ').trim() };
  if (word?.status === 'not_affected')
    return { status: 'not_affected', ...justificationOf(word), impact: because.join(' ').trim() };
  if (match.state !== 'affected') return { status: 'under_investigation', impact: match.reason.text };
  const action =
    match.fixedIn === undefined
      ? `${match.reason.text} No fixed version is known.`
      : `Update ${labelOf(withoutVersion(component))} to ${match.fixedIn} or later. ${match.reason.text}`;
  return { status: 'affected', action };
}

const withoutVersion = ({ version: _, ...component }: Exposed['component']): Exposed['component'] => component;

/** A label that only CycloneDX has stays as that: the writers say what becomes of it. */
function justificationOf({ justification }: VexNote): Pick<VexStatement, 'justification' | 'justificationAsGiven'> {
  if (justification === undefined) return {};
  const ours = VEX_JUSTIFICATIONS.find((label) => label === justification);
  return ours ? { justification: ours } : { justificationAsGiven: justification };
}

function noteText({ author, status, at, justification, impact, document, certain }: VexNote): string {
  const when = at === undefined ? 'without a date' : at.slice(0, 10);
  const why = [justification, impact].filter((text) => text !== undefined).join(': ');
  const doubt = certain ? '' : ' (whether of this version and product is not certain)';
  const from = document.id === '' ? '' : `, ${document.id}`;
  return `${author} says ${status.replaceAll('_', ' ')}${doubt} (${when}${from})${why === '' ? '' : `: ${why}`}.`;
}

function productOf({ component }: Exposed): VexProduct {
  const { name, group, version, vendor, purl, cpe, path, hashes } = component;
  const plain: VexComponent = {
    ...(purl === undefined ? { id: path } : { id: purl }),
    name: group === undefined ? name : `${group}/${name}`,
    ...(vendor === undefined ? {} : { vendor }),
    ...(version === undefined ? {} : { version }),
    purls: purl === undefined ? [] : [purl],
    cpes: cpe === undefined ? [] : [cpe],
    hashes,
  };
  return { ...plain, subcomponents: [] };
}
