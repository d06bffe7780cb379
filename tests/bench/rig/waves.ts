// How many waves of requests came one after another: the longest chain in which each began when the one before
// was over.

/** ISO instants. */
export interface Span {
  startedAt: string;
  at: string;
}

export function countWaves(requests: readonly Span[]): number {
  const spans = requests
    .map(({ startedAt, at }) => ({ from: Date.parse(startedAt), to: Date.parse(at) }))
    .sort((one, other) => one.to - other.to);
  let waves = 0;
  let over = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans)
    if (from >= over) {
      waves += 1;
      over = to;
    }
  return waves;
}
