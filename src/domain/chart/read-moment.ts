// What moment a recorded date stands for. Dates may be partial; a date without a zone is read as UTC, so that
// the order of a list never depends on where it is drawn.

export interface Moment {
  /** Milliseconds: its first and its last possible moment. */
  from: number;
  to: number;
  precision: 'year' | 'month' | 'day' | 'time';
}

const DAY_MS = 24 * 3600_000;
const SHAPE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.+)?)?)?$/;

/** Null for what is no date, the 31st of February too. */
export function readMoment(date: string | null): Moment | null {
  const [, year, month, day, time] = SHAPE.exec(date ?? '') ?? [];
  if (date === null || year === undefined) return null;
  if (time !== undefined) {
    const at = Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(time) ? date : `${date}Z`);
    return Number.isNaN(at) ? null : { from: at, to: at, precision: 'time' };
  }
  const from = Date.parse(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`);
  // Date.parse rolls the 30th of February over into March.
  if (Number.isNaN(from) || (day && new Date(from).getUTCDate() !== Number(day))) return null;
  if (day) return { from, to: from + DAY_MS - 1, precision: 'day' };
  const next = month ? Date.UTC(Number(year), Number(month), 1) : Date.UTC(Number(year) + 1, 0, 1);
  return { from, to: next - 1, precision: month ? 'month' : 'year' };
}
