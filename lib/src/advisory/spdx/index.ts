export { readSpdx } from './read.ts';
export { SPDX_LIMITS, SPDX_VERSIONS } from './reading.ts';
export { validateSpdx } from './validate.ts';
