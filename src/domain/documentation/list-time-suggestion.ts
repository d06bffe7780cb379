// How long a clinician was in the room, as measured: a suggestion for their own entry and nothing more. Time spent on
// the chart before and after is theirs to add.
import type { Stay } from '#domain/visit';
import type { TimeSuggestion } from './wire.ts';

/** `endedAt`: closes a stay that has no end of its own; a visit that goes on is not measured to its end. */
export function listTimeSuggestion(stays: readonly Stay[], endedAt: string | null): TimeSuggestion {
  const closed = stays.flatMap(({ from, until }) => {
    const end = until ?? endedAt;
    return end === null || end <= from ? [] : [{ from, until: end }];
  });
  const milliseconds = closed.reduce((sum, { from, until }) => sum + Date.parse(until) - Date.parse(from), 0);
  return { minutes: closed.length === 0 ? null : Math.floor(milliseconds / 60_000), stays: closed };
}
