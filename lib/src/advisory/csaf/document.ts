// The parts of a CSAF 2.0 document (OASIS Standard, §3.2) that we write. Written from the specification; the judge is the validator.

export interface CsafDocument {
  readonly document: {
    readonly category: 'csaf_security_advisory' | 'csaf_informational_advisory';
    readonly csaf_version: '2.0';
    readonly title: string;
    readonly lang: 'en';
    readonly publisher: {
      readonly category: string;
      readonly name: string;
      readonly namespace: string;
      readonly contact_details?: string;
      readonly issuing_authority?: string;
    };
    readonly distribution: {
      readonly text?: string;
      readonly tlp: { readonly label: 'WHITE' | 'GREEN' | 'AMBER' | 'RED'; readonly url: string };
    };
    readonly notes: readonly CsafNote[];
    readonly references?: readonly CsafReference[];
    readonly acknowledgments?: readonly CsafAcknowledgment[];
    readonly tracking: {
      readonly id: string;
      readonly aliases?: readonly string[];
      readonly status: 'final' | 'interim';
      readonly version: string;
      readonly initial_release_date: string;
      readonly current_release_date: string;
      readonly generator: { readonly engine: { readonly name: string; readonly version?: string } };
      readonly revision_history: readonly {
        readonly number: string;
        readonly date: string;
        readonly summary: string;
      }[];
    };
  };
  readonly product_tree?: { readonly branches: readonly CsafBranch[] };
  readonly vulnerabilities?: readonly CsafVulnerability[];
}

export interface CsafNote {
  readonly category: 'summary' | 'description' | 'general' | 'other';
  readonly title: string;
  readonly text: string;
}

export interface CsafReference {
  readonly category: 'self' | 'external';
  readonly summary: string;
  readonly url: string;
}

export interface CsafAcknowledgment {
  readonly names: readonly string[];
  readonly organization?: string;
  readonly summary?: string;
}

export type CsafBranch = { readonly name: string } & (
  | { readonly category: 'vendor' | 'product_name'; readonly branches: readonly CsafBranch[] }
  | {
      readonly category: 'product_name' | 'product_version' | 'product_version_range';
      readonly product: CsafProduct;
    }
);

export interface CsafProduct {
  readonly product_id: string;
  readonly name: string;
  readonly product_identification_helper?: { readonly purl: string };
}

export interface CsafVulnerability {
  readonly title: string;
  readonly cve?: string;
  readonly ids?: readonly { readonly system_name: string; readonly text: string }[];
  readonly cwe?: { readonly id: string; readonly name: string };
  readonly discovery_date?: string;
  readonly notes: readonly CsafNote[];
  readonly product_status: {
    readonly known_affected?: readonly string[];
    readonly fixed?: readonly string[];
    readonly under_investigation?: readonly string[];
  };
  readonly scores?: readonly CsafScore[];
  readonly remediations?: readonly CsafRemediation[];
  readonly acknowledgments?: readonly CsafAcknowledgment[];
}

export interface CsafScore {
  readonly products: readonly string[];
  readonly cvss_v2?: { readonly version: string; readonly vectorString: string; readonly baseScore: number };
  readonly cvss_v3?: {
    readonly version: string;
    readonly vectorString: string;
    readonly baseScore: number;
    readonly baseSeverity: string;
  };
}

export interface CsafRemediation {
  readonly category: 'vendor_fix' | 'mitigation' | 'workaround' | 'none_available';
  readonly details: string;
  readonly product_ids: readonly string[];
  readonly url?: string;
}
