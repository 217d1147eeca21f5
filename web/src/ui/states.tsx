// What a page shows when it has nothing, not yet, not any more, or not for you. Each with a next step.
import { ApiError } from '@leadtime/contract';
import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { Button } from './button.tsx';
import { CopyButton } from './code.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Time } from './time.tsx';

function State({
  icon,
  tone,
  title,
  children,
  actions,
}: {
  icon: IconName;
  tone?: string;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Heading = useIsWholePage() ? 'h1' : 'h2';
  return (
    <div className="state" data-tone={tone}>
      <Icon name={icon} size={20} />
      <div className="stack">
        <Heading className="state-title">{title}</Heading>
        {children}
        {actions ? <div className="cluster">{actions}</div> : null}
      </div>
    </div>
  );
}

/** True where a state is all that a page has: then its title is the page's heading. */
function useIsWholePage(): boolean {
  const [whole, setWhole] = useState(false);
  useLayoutEffect(() => setWhole(document.querySelector('h1') === null), []);
  return whole;
}

/** Nothing here, said as what that means and what to do next. */
export function EmptyState({
  title,
  children,
  actions,
  icon = 'check',
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: IconName;
}) {
  return (
    <State icon={icon} title={title} actions={actions}>
      {children ? <div className="measure muted">{children}</div> : null}
    </State>
  );
}

/** What happened, what is safe, what to do, and a code. */
export function ErrorState({ error, what, retry }: { error: unknown; what: string; retry?: () => void }) {
  if (error instanceof ApiError && error.problem.code === 'access.not-allowed')
    return <Forbidden what={what} detail={error.problem.detail} />;
  const said = errorInWords(error);
  const isGone = error instanceof ApiError && error.problem.status === 404;
  return (
    <div role="alert">
      <State
        icon="stop"
        tone="red"
        title={`${what} could not be shown: ${said.title.charAt(0).toLowerCase()}${said.title.slice(1)}`}
        actions={
          isGone ? (
            <Button kind="primary" icon="left" onClick={() => history.back()}>
              Go back
            </Button>
          ) : retry ? (
            <Button kind="primary" onClick={retry}>
              Try again
            </Button>
          ) : undefined
        }
      >
        <div className="measure stack" data-gap="tight">
          {said.detail && said.detail !== said.title ? <p>{said.detail}</p> : null}
          {said.safe ? <p className="muted">{said.safe}</p> : null}
          <p>{said.advice}</p>
          <p className="error-code">
            <code>{said.code}</code>
            {said.requestId ? (
              <>
                {' '}
                · request <code>{said.requestId}</code>{' '}
                <CopyButton text={`${said.code} ${said.requestId}`} label="Copy code and request id" />
              </>
            ) : null}
          </p>
        </div>
      </State>
    </div>
  );
}

export function Forbidden({ what, detail }: { what: string; detail?: string }) {
  return (
    <State icon="lock" title={`${what}: your role may not see this`}>
      <div className="measure stack" data-gap="tight">
        {detail ? <p>{detail}</p> : null}
        <p className="muted">
          Nothing is wrong with your account. Switch party or role at the top right, or ask a coordinator for access.
        </p>
      </div>
    </State>
  );
}

/** Old data, said as such, above the data. */
export function Stale({ what, asOf, children }: { what: string; asOf: string | null; children?: ReactNode }) {
  return (
    <div className="notice-line" data-tone="amber">
      <Icon name="clock" />
      <p>
        <strong>{what} is old.</strong>{' '}
        {asOf ? (
          <>
            Last read <Time at={asOf} />.{' '}
          </>
        ) : (
          'It has not been read yet. '
        )}
        {children ?? 'What it does not name is undetermined, not safe.'}
      </p>
    </div>
  );
}

/** A sentence with an icon, for what must be known before going on. */
export function Note({
  tone = 'accent',
  icon = 'info',
  children,
}: {
  tone?: 'accent' | 'amber' | 'red' | 'green';
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <div className="notice-line" data-tone={tone}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** Grey lines in the shape of what comes, but only after 200 ms: what is fast needs no sign of waiting. */
export function Skeleton({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  const isPage = useIsWholePage();
  return (
    <div className="skeleton" role="status" data-shown={shown}>
      {isPage ? <h1 className="sr-only">{label}</h1> : null}
      <span className="sr-only">{shown ? label : ''}</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
        <span key={i} className="skeleton-line" />
      ))}
    </div>
  );
}

interface Loadable<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  refetch(): unknown;
}

/** A query's answer, or its designed waiting and failing. `what` is the subject of the error: "The queue". */
export function Loaded<T>({
  query,
  what,
  lines,
  children,
}: {
  query: Loadable<T>;
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined)
    return (
      <>
        {query.error ? (
          <Note tone="amber" icon="warning">
            {what} could not be read anew: {errorInWords(query.error).title}. What you see is from before.{' '}
            <button type="button" className="link-button" onClick={() => void query.refetch()}>
              Try again
            </button>
          </Note>
        ) : null}
        {children(query.data)}
      </>
    );
  if (query.error) return <ErrorState error={query.error} what={what} retry={() => void query.refetch()} />;
  return <Skeleton label={`${what} is loading`} {...(lines === undefined ? {} : { lines })} />;
}

/** Any thrown thing as the sentences of an error state. */
export function errorInWords(error: unknown): {
  title: string;
  detail: string;
  safe: string;
  advice: string;
  code: string;
  requestId: string;
} {
  if (error instanceof ApiError) {
    const { title, detail, advice, code, requestId, status } = error.problem;
    const safe =
      status >= 500 ? 'What you typed is still here.' : advice.startsWith('Nothing was') ? '' : 'Nothing was changed.';
    return { title, detail, safe, advice, code, requestId };
  }
  if (error instanceof TypeError)
    return {
      title: 'The server did not answer',
      detail: '',
      safe: 'What you typed is still here. What was saved before is safe.',
      advice: 'Check the connection, then try again.',
      code: 'network.unreachable',
      requestId: '',
    };
  return {
    title: 'A fault in this page',
    detail: error instanceof Error ? error.message : '',
    safe: 'Nothing was changed on the server.',
    advice: 'Load the page again. If it comes back, send the words above to whoever runs this instance.',
    code: 'page.fault',
    requestId: '',
  };
}
