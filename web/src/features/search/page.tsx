// What the search found, of all that our party may see, by kind.
import { useApi } from '../../app/api.ts';
import {
  A,
  count,
  EmptyState,
  Foreign,
  Icon,
  type IconName,
  Loaded,
  PageHead,
  Section,
  sentence,
  shownOf,
  spaced,
  useAddress,
} from '../../ui/index.ts';
import './search.css';

const ICONS: Readonly<Record<string, IconName>> = {
  vulnerability: 'queue',
  case: 'case',
  report: 'report',
  advisory: 'advisory',
  project: 'project',
  asset: 'inventory',
  inventory: 'inventory',
};

export default function SearchPage() {
  const { values } = useAddress();
  const q = (values.q ?? '').trim().slice(0, 200);
  const query = useApi('search.all', { query: { q: q || '-' }, on: q !== '' });
  if (q === '')
    return (
      <>
        <PageHead title="Search" conclusion="What do you look for?" />
        <EmptyState icon="search" title="Type words into the field at the top">
          Titles, packages, CVE numbers, report names. <kbd>/</kbd> goes there from anywhere.
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHead
        title={`Search: ${q}`}
        conclusion={
          query.data ? (
            <>
              {query.data.total === 0 ? 'Nothing' : count(query.data.total, 'match', 'matches')} for “{q}”
            </>
          ) : (
            <>Looking for “{q}”</>
          )
        }
        why={query.data && query.data.total > 0 ? shownOf(query.data.items.length, query.data.total) : undefined}
      />
      <Loaded query={query} what="The search" lines={8}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="search" title="Nothing that your party may see has these words">
              Try fewer words, a package name, or a CVE number. It may exist and not be known to your party.
            </EmptyState>
          ) : (
            <div className="stack search-results">
              {[...Map.groupBy(items, (i) => i.kind)].map(([kind, found]) => (
                <Section key={kind} title={sentence(spaced(kind))} count={found.length}>
                  <ul>
                    {found.map((item) => (
                      <li key={item.kind + item.id}>
                        <A href={item.href}>
                          <Icon name={ICONS[kind] ?? 'right'} />
                          <span>
                            <Foreign>{item.title}</Foreign>{' '}
                            <span className="muted">
                              <Foreign>{item.detail}</Foreign>
                            </span>
                          </span>
                        </A>
                      </li>
                    ))}
                  </ul>
                </Section>
              ))}
            </div>
          )
        }
      </Loaded>
    </>
  );
}
