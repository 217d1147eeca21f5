import { ButtonLink, EmptyState, PageHead } from '../ui/index.ts';
import { homeOf } from './routes.ts';
import { useRole } from './session.tsx';

export function NoSuchPage() {
  const home = homeOf(useRole());
  return (
    <>
      <PageHead title="No such page" conclusion="There is no page at this address" />
      <EmptyState
        icon="unknown"
        title="It does not exist, or your party does not know of it"
        actions={
          <ButtonLink kind="primary" href={home}>
            Go to your first page
          </ButtonLink>
        }
      >
        Check the address, or look for it with <kbd>/</kbd>.
      </EmptyState>
    </>
  );
}
