export { type VersEvent, type VersEvents, versFromEvents, versToEvents } from './events.ts';
export { simplifyVers, type VersInterval, versFromIntervals, versToIntervals } from './intervals.ts';
export { versFromNative } from './native/index.ts';
export { MAX_NATIVE_LENGTH, type NativeVers } from './native/terms.ts';
export { compareIn } from './order.ts';
export { NO_VERSION, type VersComparator, type VersConstraint, type VersRange } from './range.ts';
export { schemeOfVers } from './schemes.ts';
export { type VersBound, type VersMeaning, type VersSpan, versContains, versMeaning } from './spans.ts';
export { MAX_VERS_CONSTRAINTS, MAX_VERS_LENGTH, parseVers, type VersReading, versText } from './text.ts';
