// One row of a sheet as a line of the register, or what is wrong with its cells. It knows no other row and no register.
import { State } from '#domain/rules';
import { CREDENTIAL_KINDS, CREDENTIAL_STATUSES, type Credential, PROFESSIONS } from './licensure-question.ts';
import { EnterCredential } from './register.ts';
import type { RowFault, SheetColumn } from './sheet.ts';

/** By column; spaces around are gone. */
export type Cells = Readonly<Partial<Record<SheetColumn, string>>>;

/** Letters, digits and what boards put between them: no formula begins so. */
const NUMBER = /^[\p{L}\p{N}][\p{L}\p{N} ./#-]*$/u;

/** `line` is null exactly where there are faults; all of them are told at once, in the order of the columns. */
export function readSheetRow(cells: Cells): { line: EnterCredential | null; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const tell = (code: RowFault['code'], column: SheetColumn) => {
    faults.push({ code, column, found: shorten(textOf(cells, column)) });
    return null;
  };
  /** One word of a list, whatever its letters' size and whatever joins its parts. */
  const readWord = <Word extends string>(column: SheetColumn, words: readonly Word[]): Word | null => {
    const said = textOf(cells, column);
    if (said === '') return tell('missing', column);
    const word = said.toLowerCase().replaceAll(/[\s_]+/g, '-');
    return words.find((one) => one === word) ?? tell('unknown-word', column);
  };
  const readDay = (column: SheetColumn): string | null => {
    const said = textOf(cells, column);
    if (said === '') return tell('missing', column);
    return EnterCredential.shape.from.safeParse(said).success ? said : tell('not-a-day', column);
  };
  const readShort = (column: SheetColumn, most: number): string | null => {
    const said = textOf(cells, column);
    if (said === '') return null;
    if (said.length > most) return tell('too-long', column);
    return NUMBER.test(said) ? said : tell('odd-characters', column);
  };

  const practitioner = textOf(cells, 'practitioner');
  if (practitioner === '') tell('missing', 'practitioner');
  else if (!EnterCredential.shape.practitioner.safeParse(practitioner).success)
    tell('not-a-person', 'practitioner');
  const profession = readWord('profession', PROFESSIONS);
  const kind = readWord('kind', CREDENTIAL_KINDS);
  const state = readState(cells, kind, tell);
  const number = readShort('number', 60);
  const status = readWord('status', CREDENTIAL_STATUSES);
  const from = readDay('first_day');
  const to = readDay('last_day');
  if (from !== null && to !== null && to < from) tell('ends-before-it-begins', 'last_day');
  const compact = readShort('compact', 20);
  if (kind === 'compact-privilege' && textOf(cells, 'compact') === '') tell('missing', 'compact');
  const isResidence =
    textOf(cells, 'residence_state') !== '' && readWord('residence_state', ['yes', 'no']) === 'yes';
  if (faults.length > 0 || !profession || !kind || !status || !from || !to) return { line: null, faults };
  return {
    line: {
      ...{ practitioner, kind, profession, state, compact: compact?.toUpperCase() ?? null, number, status },
      ...{ from, to, residenceState: isResidence },
    },
    faults,
  };
}

/** Authority of a compact over many states, and a letter that only opens other doors, are of no single state. */
const OF_NO_STATE: readonly (Credential['kind'] | null)[] = ['psypact-apit', 'letter-of-qualification'];

function readState(
  cells: Cells,
  kind: Credential['kind'] | null,
  tell: (code: RowFault['code'], column: SheetColumn) => null,
): EnterCredential['state'] {
  const said = textOf(cells, 'state');
  if (said === '') return kind === null || OF_NO_STATE.includes(kind) ? null : tell('missing', 'state');
  const read = State.safeParse(said.toUpperCase());
  return read.success ? read.data : tell('unknown-state', 'state');
}

/** An export puts an apostrophe before what a spreadsheet would take for a formula; here it goes again. */
function textOf(cells: Cells, column: SheetColumn): string {
  const cell = cells[column] ?? '';
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

export const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
