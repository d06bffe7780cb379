// Knows the summary's text as it is edited, and how much of it the server has. Stored a moment after the last key.
import { useEffect, useEffectEvent, useState } from 'react';
import type { SummaryView } from '#domain/documentation';
import type { useSummaryOrder } from './summary-queries.ts';

const PAUSE_MS = 700;
const RETRY_MS = 3000;

type Draft = NonNullable<SummaryView['draft']>;

export interface SummaryText {
  readonly text: string;
  readonly light: 'saved' | 'saving' | 'not-saved';
  /** Stored meanwhile by another page, where it differs from what is typed here. */
  readonly rival: string | null;
  write(text: string): void;
  /** This text is to stand in the place of the other page's. */
  settle(text: string): void;
}

export function useSummaryText(draft: Draft, order: ReturnType<typeof useSummaryOrder>): SummaryText {
  const [typed, setTyped] = useState<{ base: number; text: string } | null>(null);
  const text = typed?.text ?? draft.text;
  const isUnsaved = typed !== null && typed.text !== draft.text;
  const rival = isUnsaved && typed.base !== draft.revision ? draft.text : null;
  const hasFailed = order.isError && order.variables.call === '/save';
  const save = useEffectEvent((sent: string) => {
    if (order.isPending || !isUnsaved || rival !== null) return;
    order.mutate(
      { call: '/save', body: { baseRevision: draft.revision, text: sent } },
      {
        onSuccess: ({ draft: stored }) =>
          setTyped((now) =>
            now === null || now.text === sent ? null : { text: now.text, base: stored?.revision ?? 0 },
          ),
      },
    );
  });
  const isPending = order.isPending;
  useEffect(() => {
    if (!isUnsaved || isPending) return;
    const timer = setTimeout(() => save(text), hasFailed ? RETRY_MS : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isUnsaved, isPending, hasFailed, text]);
  return {
    text,
    light: !isUnsaved ? 'saved' : hasFailed || rival !== null ? 'not-saved' : 'saving',
    rival,
    write: (next) => setTyped({ base: typed?.base ?? draft.revision, text: next }),
    settle: (next) => setTyped({ base: draft.revision, text: next }),
  };
}
