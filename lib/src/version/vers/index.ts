export * from './events.ts';
export * from './intervals.ts';
export * from './native/index.ts';
export { compareIn } from './order.ts';
export * from './range.ts';
export * from './schemes.ts';
export * from './spans.ts';
export * from './text.ts';
