// Which parts of a JSON document a walk delivers: patterns such as `/runs/*/results/*`, compiled to a tree of steps.

/** One step of the tree. A node either delivers its value whole (`pattern`), or is walked into; never both. */
export interface PlanNode {
  /** The pattern from the root to here: names walked containers in events. */
  readonly at: string;
  /** Delivered whole when set: at most this many bytes. */
  readonly maxBytes?: number;
  /** Walked into as an object: the members that matter. */
  readonly members: ReadonlyMap<string, PlanNode>;
  /** Walked into as an array: what each element is. */
  readonly elements?: PlanNode;
}

/**
 * @param wanted pattern → size limit in bytes of one delivered value. A pattern is a JSON pointer in which `*` stands for
 *   every element of an array; '' is the whole document.
 * @throws when one pattern lies inside another, or calls one place both object and array: a bug of the caller.
 */
export function compilePlan(wanted: Readonly<Record<string, number>>): PlanNode {
  const root = draft('');
  for (const [pattern, maxBytes] of Object.entries(wanted)) {
    let node = root;
    for (const step of pattern.split('/').slice(1)) node = childOf(node, step);
    node.maxBytes = maxBytes;
  }
  check(root);
  return root;
}

interface Draft {
  at: string;
  maxBytes?: number;
  members: Map<string, Draft>;
  elements?: Draft;
}

const draft = (at: string): Draft => ({ at, members: new Map() });

function childOf(node: Draft, step: string): Draft {
  const at = `${node.at}/${step}`;
  if (step === '*') {
    node.elements ??= draft(at);
    return node.elements;
  }
  const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
  const child = node.members.get(name) ?? draft(at);
  node.members.set(name, child);
  return child;
}

function check(node: Draft): void {
  const below = node.members.size > 0 || node.elements !== undefined;
  if (node.maxBytes !== undefined && below) throw new Error(`pattern ${node.at} has another inside it`);
  if (node.members.size > 0 && node.elements) throw new Error(`pattern ${node.at} is both object and array`);
  for (const child of node.members.values()) check(child);
  if (node.elements) check(node.elements);
}
