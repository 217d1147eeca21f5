import { PageHead } from '../../ui/index.ts';

export default function Page() {
  return <PageHead title="Search" conclusion="Search" />;
}
