// Every error, with what to do. Each has its own address (/docs/errors#code): error answers link to it.
import { ERRORS } from '@leadtime/contract';
import { PROBLEM_CODES } from '@leadtime/lib/kit';
import { useEffect, useMemo, useState } from 'react';
import { count, FilterText, Note, PageHead, Section, useAddress } from '../../ui/index.ts';
import './public.css';

interface Entry {
  readonly code: string;
  readonly title: string;
  readonly advice: string;
  readonly status?: number;
}
const ANSWERS: readonly Entry[] = Object.entries(ERRORS).map(([code, e]) => ({
  code,
  title: e.title,
  advice: e.advice,
  status: e.status,
}));
const PROBLEMS: readonly Entry[] = Object.entries(PROBLEM_CODES).map(([code, text]) => {
  const cut = text.indexOf('. ');
  return cut < 0
    ? { code, title: text, advice: '' }
    : { code, title: text.slice(0, cut + 1), advice: text.slice(cut + 2) };
});

export default function ErrorsPage() {
  const { values } = useAddress();
  const target = useHash();
  const words = (values.q ?? '').toLowerCase();
  const found = useMemo(() => {
    const fits = (e: Entry) => `${e.code} ${e.title} ${e.advice}`.toLowerCase().includes(words);
    return { answers: ANSWERS.filter(fits), problems: PROBLEMS.filter(fits) };
  }, [words]);
  const known = target === '' || [...ANSWERS, ...PROBLEMS].some((e) => e.code === target);
  const total = found.answers.length + found.problems.length;
  return (
    <>
      <PageHead
        title="Errors"
        conclusion={
          words
            ? `${count(total, 'error matches', 'errors match')}`
            : `${count(ANSWERS.length + PROBLEMS.length, 'error')}, each with what to do`
        }
        why="Codes are part of the API: they are added, never renamed. A failed answer (RFC 9457) carries one code of the first list; what is wrong inside an input stands in its errors[], with a code of the second and its place."
      />
      {known ? null : (
        <Note tone="amber" icon="unknown">
          No error has the code <code>{target}</code> in this version.
        </Note>
      )}
      <div className="cluster no-print">
        <FilterText label="Search errors" />
      </div>
      <Errors title="Answers" entries={found.answers} target={target} />
      <Errors title="Problems inside an input" entries={found.problems} target={target} />
    </>
  );
}

function Errors({ title, entries, target }: { title: string; entries: readonly Entry[]; target: string }) {
  if (entries.length === 0) return null;
  return (
    <Section title={title} count={entries.length}>
      <dl className="errors">
        {entries.map((e) => (
          <div key={e.code} id={e.code} data-target={e.code === target || undefined}>
            <dt>
              <a href={`#${e.code}`} className="mono">
                {e.code}
              </a>
              {e.status === undefined ? null : <span className="muted num"> HTTP {e.status}</span>}
            </dt>
            <dd>
              {e.title} <span className="muted">{e.advice}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** The code after the #, brought into view: the page is drawn after the address was read, so the browser cannot. */
function useHash(): string {
  const [hash, setHash] = useState(read);
  useEffect(() => {
    const onChange = () => setHash(read());
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  useEffect(() => {
    if (hash) document.getElementById(hash)?.scrollIntoView({ block: 'center' });
  }, [hash]);
  return hash;
}

function read(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ''; // an address cut in the middle of an escape
  }
}
