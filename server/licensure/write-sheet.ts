// The register as a sheet that spreadsheets open and that can be imported again. No cell of it can be a formula.
import Papa from 'papaparse';
import { SHEET_COLUMNS, UNREAD_COLUMNS } from '#domain/licensure';
import type { KnownRow } from './credential-store.ts';

/** Spreadsheets take a file without it for one of the machine's old encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** OWASP, "CSV Injection": a cell that begins with = + - @, a tab or a line end gets an apostrophe before it. */
export function writeSheet(rows: readonly KnownRow[]): string {
  const fields = [...SHEET_COLUMNS, ...UNREAD_COLUMNS];
  const data = rows.map(({ known, ...row }) => {
    const cells: Record<(typeof fields)[number], string | null> = {
      practitioner: known.practitioner,
      profession: row.profession,
      kind: row.kind,
      state: row.state,
      number: known.number,
      status: row.status,
      first_day: row.validFrom,
      last_day: row.validTo,
      compact: row.compact,
      residence_state: row.isResidenceState ? 'yes' : 'no',
      origin: row.origin,
      verified_by: known.verifiedBy,
      verified_on: row.verifiedOn,
      verified_source: known.source,
    };
    return fields.map((field) => cells[field] ?? '');
  });
  return BYTE_ORDER_MARK + Papa.unparse({ fields, data }, { escapeFormulae: true, newline: '\r\n' });
}
