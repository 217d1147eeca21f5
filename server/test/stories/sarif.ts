// A small SARIF log of one result, for stories.
export interface OneResult {
  readonly tool: string;
  readonly rule: string;
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly cve?: string;
  readonly fingerprint?: string;
}

export function sarifOf(results: readonly OneResult[]): string {
  const [first] = results;
  return JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: first?.tool ?? 'tool',
            rules: [...new Set(results.map((r) => r.rule))].map((id) => ({ id })),
          },
        },
        results: results.map((r) => ({
          ruleId: r.cve ?? r.rule,
          level: 'error',
          message: { text: r.message },
          locations: [{ physicalLocation: { artifactLocation: { uri: r.path }, region: { startLine: r.line } } }],
          ...(r.fingerprint ? { fingerprints: { 'tool/v1': r.fingerprint } } : {}),
          properties: { tags: ['external/cwe/cwe-787', ...(r.cve ? [r.cve] : [])] },
        })),
      },
    ],
  });
}
