export * from './burndown.ts';
export * from './capture.ts';
export * from './closed-share.ts';
export * from './funnel.ts';
export * from './headline.ts';
