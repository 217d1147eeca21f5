// What a writer of bills of materials gives: the document, and what of the inventory the format has no place for.
import { type Problem, type ProblemList, problemList } from '../../kit/index.ts';
import type { Component } from '../inventory-model.ts';

export interface WrittenSbom {
  /** Ready for JSON.stringify. */
  readonly document: Readonly<Record<string, unknown>>;
  /** By the path of the component in the inventory: the first 1,000. Nothing is left out silently. */
  readonly lost: readonly Problem[];
  readonly lostTotal: number;
}

export const written = (document: Readonly<Record<string, unknown>>, lost: ProblemList): WrittenSbom => ({
  document,
  lost: lost.kept,
  lostTotal: lost.total,
});

export const losses = problemList;

/** What no bill of materials has a place for. */
export function loseCommon(component: Component, lost: ProblemList): void {
  const lose = (what: string): void =>
    lost.add('field.unknown', component.path, `The format has no place for ${what}.`);
  if (component.badPurl !== undefined && component.purl === undefined) lose('a package URL that is none');
  if (component.asset !== undefined) lose('the asset it is on');
  if (component.quantity !== undefined) lose('how many there are');
  if (component.row !== undefined) lose('the cells of its row');
}
