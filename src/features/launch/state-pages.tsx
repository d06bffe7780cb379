// Sights that take the whole page: ended, refused, failed, not there. Each says what happened, what it
// means and what to do.
import type { ReactNode } from 'react';
import { ApiError } from '#lib/api';
import { Button } from '#ui/Button';
import { StatePage } from '#ui/StatePage';
import { useText } from '#ui/text';
import { nameSight } from './name-sight.ts';

function WordedPage({
  words,
  tone,
  reference,
  children,
}: {
  words: string;
  tone?: 'plain' | 'care' | 'stop';
  reference?: string;
  children?: ReactNode;
}) {
  const say = useText();
  return (
    <StatePage
      tone={tone ?? 'plain'}
      title={say(`${words}.title`)}
      meaning={say(`${words}.meaning`)}
      next={say(`${words}.next`)}
      reference={reference}
    >
      {children}
    </StatePage>
  );
}

export function EndedPage({ next }: { next: string | null }) {
  const say = useText();
  return (
    <WordedPage words="app.ended">
      {next && (
        <a className="button" href={next}>
          {say('app.ended.again')}
        </a>
      )}
    </WordedPage>
  );
}

export function NotFoundPage({ home }: { home?: string }) {
  const say = useText();
  return (
    <WordedPage words={home ? 'app.error.not-found' : 'app.none'}>
      {home && (
        <a className="button button-primary" href={home}>
          {say('app.error.not-found.home')}
        </a>
      )}
    </WordedPage>
  );
}

/** Why the session, or a page of it, is not there. `onRetry` is offered where trying again can help. */
export function ErrorPage({
  error,
  isRetrying,
  onRetry,
}: {
  error: Error;
  isRetrying?: boolean;
  onRetry?: () => void;
}) {
  const say = useText();
  const { words, tone, mayHelp } = nameSight(error);
  return (
    <WordedPage words={words} tone={tone} reference={referenceOf(error, say)}>
      {mayHelp && onRetry && (
        <Button kind="primary" pending={isRetrying ? say('app.retrying') : null} onClick={onRetry}>
          {say('app.retry')}
        </Button>
      )}
    </WordedPage>
  );
}

function referenceOf(error: Error, say: ReturnType<typeof useText>): string {
  if (!(error instanceof ApiError)) return say('app.code', { code: 'screen' });
  const request = error.requestId && say('app.request', { requestId: error.requestId });
  return [say('app.code', { code: error.code }), request].filter(Boolean).join(' · ');
}
