// The entries of this chart that have been read, for screens beside it that point at one. Asks the EHR nothing.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '#ui/text';
import { chartQuery } from './chart-queries.ts';
import { type ChartFact, listFacts } from './list-facts.ts';

interface ChartFactsProps {
  launchId: string;
  /** Null: no chart is open in this window. */
  children: (facts: readonly ChartFact[] | null) => ReactNode;
}

export function ChartFacts({ launchId, children }: ChartFactsProps) {
  const say = useText();
  const { data } = useQuery({ ...chartQuery(launchId), enabled: false });
  return children(data ? listFacts(data, say) : null);
}
