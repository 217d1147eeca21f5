// From a place in the CSAF document to the field of the editor that fills it.

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^\/document\/title/, 'title'],
  [/^\/document\/distribution/, 'tlp'],
  [/^\/document\/notes/, 'details'],
  [/^\/document\/references/, 'references'],
  [/^\/document\/acknowledgments/, 'credits'],
  [/^\/product_tree/, 'affected/0/name'],
  [/^\/vulnerabilities\/\d+\/cve/, 'cve'],
  [/^\/vulnerabilities\/\d+\/cwe/, 'weaknesses'],
  [/^\/vulnerabilities\/\d+\/scores/, 'vectors'],
  [/^\/vulnerabilities\/\d+\/remediations/, 'mitigation'],
  [/^\/vulnerabilities\/\d+\/references/, 'references'],
  [/^\/vulnerabilities\/\d+\/acknowledgments/, 'credits'],
  [/^\/vulnerabilities\/\d+\/notes/, 'summary'],
  [/^\/vulnerabilities\/\d+\/product_status/, 'affected/0/fixed'],
];

/** The editor's field for a CSAF path; the title where none fits. */
export const fieldFor = (path: string): string => PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? 'title';

export function goToField(path: string): void {
  const field = document.querySelector<HTMLElement>(`[name="${CSS.escape(fieldFor(path))}"]`);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}
