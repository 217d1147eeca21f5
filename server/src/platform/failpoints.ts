// Named places where a test kills the process: LEADTIME_FAILPOINT=name, or name:3 for the third pass. Nothing otherwise.

const FAILPOINTS = [
  'intake.after-blob',
  'intake.before-commit',
  'intake.after-commit',
  'findings.before-batch',
  'findings.after-batch',
  'findings.before-end',
  'findings.before-compared',
  'ledger.before-checkpoint',
  'exposures.before-commit',
  'notify.before-send',
  'notify.after-send',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];
export const failpointNames: readonly string[] = FAILPOINTS;

const [wanted, count] = (process.env.LEADTIME_FAILPOINT ?? '').split(':');
let left = Number(count ?? 1);

export function failpoint(name: Failpoint): void {
  if (name !== wanted) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}
