import { PageHead } from '../../ui/index.ts';

export default function Page() {
  return <PageHead title="Set up" conclusion="Set up" />;
}
