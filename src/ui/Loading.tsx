// Still on its way: a sight of its own, different from empty, withheld and failed.
import './loading.css';

export function Loading({ words, page }: { words: string; page?: boolean }) {
  return (
    <p className={page ? 'loading loading-page' : 'loading'} role="status">
      {words}
    </p>
  );
}
