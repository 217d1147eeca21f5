// Prometheus metrics: counts and times of what the process does. No label carries a party, a name or foreign text.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** Answers given so far: long work rests while they come fast. */
  answers(): number;
  request(route: string, method: string, status: number, seconds: number): void;
  job(task: string, outcome: 'done' | 'failed', seconds: number): void;
  received(bytes: number): void;
  findings(count: number): void;
  gauge(name: 'reports_waiting' | 'ledger_waiting', value: number): void;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'leadtime_' });
  const registers = [registry];
  const buckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
  const requests = new Histogram({
    name: 'leadtime_http_seconds',
    help: 'Time of answers',
    labelNames: ['route', 'method', 'status'],
    buckets,
    registers,
  });
  const jobs = new Histogram({
    name: 'leadtime_job_seconds',
    help: 'Time of jobs',
    labelNames: ['task', 'outcome'],
    buckets,
    registers,
  });
  const bytes = new Counter({ name: 'leadtime_received_bytes_total', help: 'Bytes of reports received', registers });
  const found = new Counter({ name: 'leadtime_findings_total', help: 'Findings committed', registers });
  const gauges = {
    reports_waiting: new Gauge({
      name: 'leadtime_reports_waiting',
      help: 'Reports stored and not read yet',
      registers,
    }),
    ledger_waiting: new Gauge({ name: 'leadtime_ledger_waiting', help: 'Ledger entries not sequenced yet', registers }),
  };
  let answers = 0;
  return {
    registry,
    answers: () => answers,
    request(route, method, status, seconds) {
      answers += 1;
      requests.observe({ route, method, status: String(status) }, seconds);
    },
    job: (task, outcome, seconds) => jobs.observe({ task, outcome }, seconds),
    received: (n) => bytes.inc(n),
    findings: (n) => found.inc(n),
    gauge: (name, value) => gauges[name].set(value),
  };
}
