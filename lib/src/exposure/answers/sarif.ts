// Exposures as a SARIF 2.1.0 log, for what shows code scanning results: a rule for each vulnerability, a result for each component that it
// reaches. A VEX statement suppresses and never removes: whoever filters sees why, and whoever does not sees the result.
import type { KnownAdvisory } from '../known.ts';
import type { VexAnnotation } from '../vex/index.ts';
import { deniesTheMatch, wordsOf } from '../vex/index.ts';
import { type Exposed, labelOf } from './exposed.ts';

export interface SarifOptions {
  readonly toolVersion: string;
  /** The inventory's file, as a path or name; becomes a URI reference. */
  readonly file: string;
}

/** Of `exposed` in its order; rules in the order in which results first name them. */
export function exposuresAsSarif(exposed: readonly Exposed[], { toolVersion, file }: SarifOptions): object {
  const rules = new Map<string, { readonly index: number; readonly rule: object }>();
  const uri = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const results = exposed.map((one) => {
    const id = one.match.evidence.advisory;
    const rule = rules.get(id) ?? { index: rules.size, rule: ruleOf(id, one.known) };
    rules.set(id, rule);
    return resultOf(one, rule.index, uri);
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'leadtime match', version: toolVersion, rules: [...rules.values()].map((r) => r.rule) },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: [{ location: { uri }, roles: ['analysisTarget'] }],
        results,
      },
    ],
  };
}

function ruleOf(id: string, known: KnownAdvisory | undefined): object {
  const { aliases = [], summary = '', vectors = [], severities = [], url, score } = known ?? {};
  return {
    id,
    ...(url === undefined ? {} : { helpUri: url }),
    shortDescription: { text: summary.trim() || `The vulnerability that ${id} describes.` },
    defaultConfiguration: { level: levelOf(score) },
    properties: {
      tags: ['security', 'vulnerability'],
      aliases,
      ...(vectors.length === 0 ? {} : { vectors }),
      ...(severities.length === 0 ? {} : { severities }),
      ...(score === undefined ? {} : { 'security-severity': score.toFixed(1) }),
    },
  };
}

/** Bands of CVSS v3 §5 and v4 §6. Not scored is not harmless: it warns. */
const levelOf = (score: number | undefined): 'error' | 'warning' | 'note' =>
  score === undefined ? 'warning' : score >= 7 ? 'error' : score >= 4 ? 'warning' : 'note';

function resultOf({ component, match, known, vex }: Exposed, ruleIndex: number, uri: string): object {
  const { advisory } = match.evidence;
  const affected = match.state === 'affected';
  const verb = affected ? 'is affected by' : 'may be affected by';
  const fix = match.fixedIn === undefined ? '' : ` Fixed in ${match.fixedIn}.`;
  const said = vex?.contradictions.map(({ text }) => ` Contradiction: ${text}`).join('') ?? '';
  const suppressions = vex ? suppressionsOf(vex) : [];
  return {
    ruleId: advisory,
    ruleIndex,
    // §3.27.9 and .10: `open` is "not enough to decide", and what does not fail has the level none.
    ...(affected && !match.informational
      ? { kind: 'fail', level: levelOf(known?.score) }
      : { kind: affected ? 'informational' : 'open', level: 'none' }),
    message: { text: `${labelOf(component)} ${verb} ${advisory}. ${match.reason.text}${fix}${said}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, index: 0 } },
        logicalLocations: [
          {
            name: component.name,
            ...(component.purl === undefined ? {} : { fullyQualifiedName: component.purl }),
            kind: 'package',
          },
          { fullyQualifiedName: component.path, kind: 'object' },
        ],
      },
    ],
    partialFingerprints: { 'exposure/v1': `${advisory} ${component.purl ?? component.path}` },
    ...(suppressions.length === 0 ? {} : { suppressions }),
    properties: {
      state: match.state,
      tier: match.tier,
      reason: match.reason.code,
      ...(match.fixedIn === undefined ? {} : { fixedIn: match.fixedIn }),
      ...(vex ? { vex: vex.notes, contradictions: vex.contradictions } : {}),
    },
  };
}

/** For "not affected" with a justification. Accepted where nobody contradicts it; under review where somebody has to look. */
function suppressionsOf({ notes, contradictions }: VexAnnotation): readonly object[] {
  const disputed = contradictions.some(({ between }) => between === 'authors');
  return wordsOf(notes)
    .filter(({ status, justification }) => status === 'not_affected' && justification !== undefined)
    .map((note) => {
      const against = contradictions.length > 0 && deniesTheMatch(note);
      return {
        kind: 'external',
        status: disputed || against ? 'underReview' : 'accepted',
        justification: `${note.author}${note.at ? `, ${note.at}` : ''}: ${note.justification}${note.impact ? `. ${note.impact}` : ''}`,
        properties: { document: note.document.id, path: note.path },
      };
    });
}
