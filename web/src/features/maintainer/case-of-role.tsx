// /cases/$id is one address with two rooms: the maintainer's sheet, and the case as those see it who coordinate or found it.
import { lazy, Suspense } from 'react';
import { useRole } from '../../app/session.tsx';
import { Skeleton } from '../../ui/index.ts';

const Mine = lazy(() => import('./case.tsx'));
const Theirs = lazy(() => import('../case/page.tsx'));

export default function CaseOfRole() {
  return <Suspense fallback={<Skeleton lines={10} />}>{useRole() === 'maintainer' ? <Mine /> : <Theirs />}</Suspense>;
}
