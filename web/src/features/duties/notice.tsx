// The one page in plain words: hit or not, how to look, do this by then, if you can't, whom to call. Large type, no
// account words; TLP 2.0 asks for the marking in header and footer, right-justified, 12 pt or more.
import type { Answer } from '@leadtime/contract';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useApi } from '../../app/api.ts';
import { A, Button, exact, Foreign, Loaded, TlpTag, useGo, useKeys, useParam, visible } from '../../ui/index.ts';
import { fitToPage } from './fit-to-page.ts';
import './notice.css';

export default function NoticeSheetPage() {
  const id = useParam('id');
  const go = useGo();
  const query = useApi('duties.notice', { params: { id } });
  useKeys([
    { keys: 'p', label: 'Print', group: 'Do', run: () => window.print() },
    { keys: 'Esc', label: 'Back to the duty', group: 'Move', run: () => go(`/duties/${id}`) },
  ]);
  return (
    <div className="sheet-page">
      <nav className="sheet-tools no-print" aria-label="This sheet">
        <A href={`/duties/${id}`}>Back to the duty</A>
        <Button icon="print" kind="primary" keys="p" onClick={() => window.print()}>
          Print this page
        </Button>
      </nav>
      <Loaded query={query} what="The one-page notice" lines={14}>
        {(notice) => <Sheet notice={notice} />}
      </Loaded>
    </div>
  );
}

type Notice = Answer<'duties.notice'>;

function Sheet({ notice }: { notice: Notice }) {
  const sheet = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!notice) return;
    const fit = () => sheet.current && fitToPage(sheet.current);
    fit();
    void document.fonts.ready.then(fit); // the fonts that will be printed are wider or narrower than those before
  }, [notice]);
  useEffect(() => {
    document.title = `${visible(notice.title)} · notice for ${visible(notice.forParty)}`;
  }, [notice]);
  return (
    <main className="sheet" ref={sheet}>
      <header className="sheet-marking">
        <TlpTag tlp={notice.tlp} />
      </header>
      <p className="sheet-for">
        For <Foreign>{notice.forParty}</Foreign>
      </p>
      <h1>
        <Foreign>{notice.title}</Foreign>
      </h1>
      {notice.sections.map((section) => (
        <section key={section.heading} data-first={section === notice.sections[0] || undefined}>
          <h2>
            <Foreign>{section.heading}</Foreign>
          </h2>
          {section.lines.length === 1 ? (
            <p>
              <Foreign>{section.lines[0] ?? ''}</Foreign>
            </p>
          ) : (
            <ul>
              {section.lines.map((line) => (
                <li key={line}>
                  <Foreign>{line}</Foreign>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      <footer className="sheet-foot">
        <p>
          Made {exact(Date.parse(notice.madeAt))}. What we know is as of {exact(Date.parse(notice.asOf))}.
        </p>
        <TlpTag tlp={notice.tlp} />
      </footer>
    </main>
  );
}
