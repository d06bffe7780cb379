// The button under a reading that failed: asks for it once more, and says so while it does.
import { Button } from './Button.tsx';
import { useText } from './text.tsx';

interface ReadAgainProps {
  query: { isFetching: boolean; refetch(): Promise<unknown> };
  kind?: 'primary' | 'plain';
  small?: boolean;
}

export function ReadAgain({ query, ...look }: ReadAgainProps) {
  const say = useText();
  return (
    <Button
      {...look}
      pending={query.isFetching ? say('app.retrying') : null}
      onClick={() => void query.refetch()}
    >
      {say('app.retry')}
    </Button>
  );
}
