// leadtime queue: one row per vulnerability, what comes first on top.
import type { VulnerabilityRow } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { count, table, visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const text = (name: string): Record<string, string> => {
    const value = input.text(name);
    return value === undefined ? {} : { [name]: value };
  };
  const limit = input.number('limit');
  const offset = input.number('offset');
  const page = await client.call('vulnerabilities.list', {
    query: {
      ...text('state'),
      ...text('severity'),
      ...text('q'),
      ...text('sort'),
      ...(input.flag('open') ? { open: 'true' } : {}),
      ...(input.flag('kev') ? { kev: 'true' } : {}),
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
    },
  });
  await answer(input, world, page, () => {
    if (page.items.length === 0) return page.total === 0 ? 'Nothing.\n' : `Nothing there: ${page.total} in all.\n`;
    const rows = page.items.map((row) => [
      row.priority.bod.due ?? dueText(row),
      row.severity,
      `${row.state}${row.kev ? ', exploited' : ''}`,
      row.title,
      `${row.target}${row.version === null ? '' : `@${row.version}`}`,
      `${count(row.reports, 'report')} · ${count(row.finders, 'finder')}`,
      row.id,
    ]);
    const head = ['due', 'severity', 'state', 'what', 'where', 'from'].map((title) => ({ title }));
    const shown = `${page.offset + 1} to ${page.offset + page.items.length} of ${count(page.total, 'vulnerability', 'vulnerabilities')}`;
    return `${table([...head, { title: 'id', whole: true as const }], rows, world.columns)}${shown}\n`;
  });
  return 0;
};

const dueText = ({ priority }: VulnerabilityRow): string =>
  priority.bod.unknowns.length > 0 ? 'unknown' : visible(priority.bod.outcomeText).slice(0, 20) || 'none';
