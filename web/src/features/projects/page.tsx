import { PageHead } from '../../ui/index.ts';

export default function Page() {
  return <PageHead title="Project" conclusion="Project" />;
}
