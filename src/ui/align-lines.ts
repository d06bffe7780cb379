// Lines with instants of their own, on one common axis: what a chart library wants to be given.

export interface TrendLine {
  name: string;
  /** `at` in ms since the epoch. */
  points: readonly { at: number; value: number }[];
}

/** Seconds in order, each once; then every line's values, `null` where it has none. */
export function alignLines(lines: readonly TrendLine[]): [number[], ...(number | null)[][]] {
  const instants = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted(
    (one, other) => one - other,
  );
  const columns = lines.map(({ points }) => {
    const values = new Map(points.map(({ at, value }) => [at, value]));
    return instants.map((at) => values.get(at) ?? null);
  });
  return [instants.map((at) => at / 1000), ...columns];
}
