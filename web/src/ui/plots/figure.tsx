// What stands around every picture: its title, the sentence that says what it shows, and the table and CSV behind it.
import { type ReactNode, useId } from 'react';
import { type Table, toCsv } from './csv.ts';

interface Props {
  readonly title: string;
  readonly sentence: ReactNode;
  readonly table: Table;
  /** File name of the CSV, without its ending. */
  readonly name: string;
  readonly children: ReactNode;
}

export function PlotFigure({ title, sentence, table, name, children }: Props) {
  const id = useId();
  return (
    <figure className="lt-figure" aria-labelledby={id}>
      <h2 id={id} className="lt-figure-title">
        {title}
      </h2>
      {children}
      <figcaption>{sentence}</figcaption>
      <FigureTable table={table} title={title} name={name} />
    </figure>
  );
}

function FigureTable({ table, title, name }: { table: Table; title: string; name: string }) {
  return (
    <details className="lt-figure-table">
      <summary>
        The {table.rows.length.toLocaleString('en-US')} {table.rows.length === 1 ? 'row' : 'rows'} behind it
      </summary>
      <p>
        <button type="button" className="usa-button usa-button--unstyled" onClick={() => saveCsv(table, name)}>
          Download as CSV
        </button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="lt-scroll" aria-label={`${title}: table`} tabIndex={0}>
        <table className="lt-plain-table">
          <thead>
            <tr>
              {table.columns.map((c) => (
                <th key={c} scope="col">
                  {c}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.join('\u0000')}>
                {row.map((cell, i) => (
                  <td key={table.columns[i]} className={typeof cell === 'number' ? 'num' : undefined}>
                    {cell === null ? 'unknown' : typeof cell === 'number' ? cell.toLocaleString('en-US') : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function saveCsv(table: Table, name: string): void {
  const address = URL.createObjectURL(new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
