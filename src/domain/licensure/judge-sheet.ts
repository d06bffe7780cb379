// What a sheet of credentials would do to the register: row by row, what is wrong with it in codes, and whether the
// line is new, changes one, or is there already. It reads no file, and no row of it ever verifies anything.
import { type Cells, readSheetRow, shorten } from './read-sheet-row.ts';
import type { CredentialOrigin, EnterCredential } from './register.ts';
import {
  MOST_SHEET_ROWS,
  NEEDED_COLUMNS,
  type RowFault,
  SHEET_COLUMNS,
  type SheetFault,
  type SheetRow,
  UNREAD_COLUMNS,
} from './sheet.ts';

/** What a line grants rests on these; a line that differs in one of them is not the line that was verified. */
export interface DecidingParts {
  profession: string;
  compact: string | null;
  status: string;
  from: string;
  to: string;
  residenceState: boolean;
}

/** By these a line is known again. */
export type Identity = Pick<EnterCredential, 'practitioner' | 'number'> & {
  kind: string;
  state: string | null;
};

/** What the register knows of a line, as far as a sheet is compared with it. */
export interface KnownLine extends DecidingParts, Identity {
  origin: CredentialOrigin;
  isVerified: boolean;
}

export type JudgedSheet =
  | { ok: true; rows: readonly SheetRow[] }
  | { ok: false; fault: SheetFault; rows?: undefined };

/** `records`: all of the sheet, the header first; blank rows are counted and passed over. */
export function judgeSheet(
  records: readonly (readonly string[])[],
  known: readonly KnownLine[],
): JudgedSheet {
  const [header, ...below] = records;
  if (!header || isBlank(header)) return { ok: false, fault: { code: 'empty', found: '' } };
  const names = header.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const fault = judgeHeader(names);
  if (fault) return { ok: false, fault };
  const written = below.map((cells, at) => ({ cells, row: at + 2 })).filter(({ cells }) => !isBlank(cells));
  if (written.length === 0) return { ok: false, fault: { code: 'no-rows', found: '' } };
  if (written.length > MOST_SHEET_ROWS)
    return { ok: false, fault: { code: 'too-many-rows', found: String(written.length) } };

  const inRegister = Map.groupBy(known, identityOf);
  const seen = new Map<string, number>();
  const rows = written.map(({ cells, row }): SheetRow => {
    const named = Object.fromEntries(names.map((name, at) => [name, (cells[at] ?? '').trim()])) as Cells;
    const isLonger = cells.slice(names.length).some((cell) => cell.trim() !== '');
    const faults: RowFault[] = isLonger ? [{ code: 'more-cells-than-columns', column: null, found: '' }] : [];
    const read = readSheetRow(named);
    faults.push(...read.faults);
    if (read.line === null || faults.length > 0) return wrong(row, faults);
    const identity = identityOf(read.line);
    const before = seen.get(identity);
    if (before !== undefined)
      return wrong(row, [{ code: 'twice-in-the-sheet', column: null, found: String(before) }]);
    seen.set(identity, row);
    return compare(row, read.line, inRegister.get(identity) ?? []);
  });
  return { ok: true, rows };
}

const wrong = (row: number, faults: RowFault[]): SheetRow => ({
  ...{ row, standing: 'wrong', line: null, losesVerification: false, faults },
});

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

function judgeHeader(names: readonly string[]): SheetFault | null {
  const isKnown = (name: string) => [...SHEET_COLUMNS, ...UNREAD_COLUMNS].some((column) => column === name);
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined) return { code: 'column-unknown', found: shorten(unknown) };
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return { code: 'column-twice', found: twice };
  const missing = NEEDED_COLUMNS.find((column) => !names.includes(column));
  return missing === undefined ? null : { code: 'column-missing', found: missing };
}

/**
 * The same person, kind, state and number are the same line, whoever brought it in. Numbers are compared by their
 * letters and digits: boards and people write `25-MA 0911` and `25MA0911`.
 */
export function identityOf(line: Identity): string {
  const number = line.number?.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '') ?? null;
  return JSON.stringify([line.practitioner, line.kind, line.state, number]);
}

const DECIDING = ['profession', 'compact', 'status', 'from', 'to', 'residenceState'] as const;

export const isSameLine = (one: DecidingParts, other: DecidingParts): boolean =>
  DECIDING.every((part) => one[part] === other[part]);

/** Suspended or revoked: only a person who looked at the source may say that it no longer is. */
export const isBarred = (status: string): boolean => status === 'suspended' || status === 'revoked';

function compare(row: number, line: EnterCredential, lines: readonly KnownLine[]): SheetRow {
  const [same] = lines.filter((one) => isSameLine(one, line));
  if (same) return { row, standing: 'unchanged', line, losesVerification: false, faults: [] };
  const barred = lines.find(({ status }) => isBarred(status) && status !== line.status);
  if (barred) return wrong(row, [{ code: 'register-says-barred', column: 'status', found: barred.status }]);
  if (lines.some(({ origin }) => origin === 'ehr'))
    return wrong(row, [{ code: 'kept-by-the-ehr', column: null, found: '' }]);
  const losesVerification = lines.some(({ isVerified }) => isVerified);
  return { row, standing: lines.length > 0 ? 'changes' : 'new', line, losesVerification, faults: [] };
}
