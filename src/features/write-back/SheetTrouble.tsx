// What stands in a sheet before, or instead of, what it is to show.
import type { UseQueryResult } from '@tanstack/react-query';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { isNotTheirs } from './delivery-texts.ts';

export function SheetTrouble({ query }: { query: UseQueryResult<unknown> }) {
  const say = useText();
  if (query.isPending) return <Loading words={say('staff.delivery.loading')} />;
  if (!query.isError) return null;
  const isRefused = isNotTheirs(query.error);
  const words = isRefused ? 'staff.delivery.failed.not-yours' : 'staff.delivery.sheet.failed.means';
  return (
    <Notice tone="care" live="polite" title={say('staff.delivery.sheet.failed')}>
      <p>{say(words)}</p>
      {!isRefused && (
        <p>
          <ReadAgain small query={query} />
        </p>
      )}
    </Notice>
  );
}
