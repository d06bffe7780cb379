// Copies a text and says whether that worked.
import { useEffect, useState } from 'react';
import { copyText } from '#lib/clipboard';
import { Button } from './Button.tsx';
import { useText } from './text.tsx';

const TOLD_MS = 2500;

export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const say = useText();
  const [told, setTold] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (told !== 'copied') return;
    const timer = setTimeout(() => setTold(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <>
      <Button small onClick={async () => setTold((await copyText(text())) ? 'copied' : 'failed')}>
        {told === 'copied' ? `✓ ${say('app.copied')}` : label}
      </Button>
      <span role="status" className={told === 'failed' ? 'small' : 'hidden-but-read'}>
        {told && say(told === 'copied' ? 'app.copied' : 'app.copy.failed')}
      </span>
    </>
  );
}
