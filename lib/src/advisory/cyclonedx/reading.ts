// What the parts of a CycloneDX document are read with.
import type { ProblemList } from '../../kit/index.ts';
import type { FieldReader } from '../fields.ts';

export interface Reading {
  readonly read: FieldReader;
  readonly problems: ProblemList;
  readonly specVersion: string;
}

export const CYCLONEDX_LIMITS = {
  bytes: 64 * 1024 * 1024,
  /** Levels of JSON or XML; a nested component takes two. */
  depth: 256,
  components: 200_000,
  /** Of one component. */
  ancestors: 100,
} as const;

/** Versions in JSON. XML has two older ones. */
export const CYCLONEDX_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;
export const CYCLONEDX_XML_VERSIONS = ['1.0', '1.1', ...CYCLONEDX_VERSIONS] as const;

export const COMPONENT_TYPES = [
  'application',
  'framework',
  'library',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
] as const;
