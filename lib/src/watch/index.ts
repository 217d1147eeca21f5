// The signed feed that an operator pulls to match by itself, and the counts that it sends back. docs/design/watch.md tells the whole.
export * from './chain.ts';
export * from './counts.ts';
export * from './head.ts';
export * from './open-page.ts';
export * from './streams.ts';
