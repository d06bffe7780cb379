// The record has more of this list than its first page: the next one, when a person asks for it.
import type { ChartListName } from '#domain/chart';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { useNextPage } from './chart-queries.ts';

interface MorePagesProps {
  launchId: string;
  list: ChartListName;
  /** How many are here. */
  count: number;
  next: string | null;
  more: boolean;
}

export function MorePages({ launchId, list, count, next, more }: MorePagesProps) {
  const say = useText();
  const page = useNextPage(launchId, list);
  if (!more) return null;
  if (next === null) return <p className="sight sight-care">{say('chart.more.unreachable')}</p>;
  return (
    <p className="row">
      <Button
        small
        pending={page.isPending ? say('chart.more.reading') : null}
        onClick={() => page.mutate(next)}
        aria-label={say('chart.more.of', { list: say(`chart.list.${list}`) })}
      >
        {say('chart.more')}
      </Button>
      <span className="small soft" role="status">
        {page.isError ? say('chart.more.failed') : say('chart.more.note', { count })}
      </span>
    </p>
  );
}
