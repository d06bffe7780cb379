// A sheet of credentials on the wire: its columns, what can be wrong in it, and what importing it would do.
// It reads no file and decides nothing.
import { z } from 'zod';
import { CredentialsView, EnterCredential } from './register.ts';

/** The header of a sheet, in the order of the example and of an export. */
export const SHEET_COLUMNS = [
  'practitioner',
  'profession',
  'kind',
  'state',
  'number',
  'status',
  'first_day',
  'last_day',
  'compact',
  'residence_state',
] as const;
export type SheetColumn = (typeof SHEET_COLUMNS)[number];

/** Without one of these there is nothing to enter. */
export const NEEDED_COLUMNS: readonly SheetColumn[] = [
  'practitioner',
  'profession',
  'kind',
  'state',
  'status',
  'first_day',
  'last_day',
];

/** An export carries them too; a sheet cannot bring them in. Nobody is verified by a file. */
export const UNREAD_COLUMNS = ['origin', 'verified_by', 'verified_on', 'verified_source'] as const;

/** Rows below the header. */
export const MOST_SHEET_ROWS = 1000;
/** Bytes of a file; with a file of this size every one of its rows fits into one request. */
export const MOST_SHEET_BYTES = 180_000;

/** A sheet that keeps every rule, to begin from. The clinicians in it are invented. */
export const EXAMPLE_SHEET = [
  SHEET_COLUMNS.join(','),
  'Practitioner/1001,physician,licence,NY,MD-204417,active,2025-01-01,2026-12-31,,',
  'Practitioner/1001,physician,licence,NJ,25MA0911,active,2024-07-01,2027-06-30,,',
  'Practitioner/1002,nurse,multistate-licence,TX,RN884120,active,2025-03-01,2027-02-28,NLC,yes',
  'Practitioner/1003,psychologist,psypact-apit,,APIT-5120,active,2025-05-01,2027-04-30,PSYPACT,',
  '',
].join('\r\n');

/** What is wrong with a cell or a row; the words for it stand with the screen. */
export const ROW_FAULTS = [
  'missing',
  'not-a-person',
  'unknown-word',
  'unknown-state',
  'not-a-day',
  'ends-before-it-begins',
  'too-long',
  'odd-characters',
  'more-cells-than-columns',
  'twice-in-the-sheet',
  'register-says-barred',
  'kept-by-the-ehr',
] as const;
/** What is wrong with the sheet as a whole; then no row of it is read. */
export const SHEET_FAULTS = [
  'empty',
  'too-large',
  'not-text',
  'broken-quotes',
  'column-missing',
  'column-unknown',
  'column-twice',
  'no-rows',
  'too-many-rows',
] as const;

const Found = z.string().max(60);

export const SheetFault = z.object({
  code: z.enum(SHEET_FAULTS),
  /** The row or the column's name it is about; empty: the sheet. */
  found: Found,
});
export type SheetFault = z.infer<typeof SheetFault>;

export const RowFault = z.object({
  code: z.enum(ROW_FAULTS),
  column: z.enum(SHEET_COLUMNS).nullable(),
  /** The cell, shortened; of a row that stands twice the other row. */
  found: Found,
});
export type RowFault = z.infer<typeof RowFault>;

export const SheetRow = z.object({
  /** As a spreadsheet counts: the header is row 1. */
  row: z.number().int(),
  /** `new` and `changes` are entered, unverified; `unchanged` is in the register as it is here. */
  standing: z.enum(['new', 'changes', 'unchanged', 'wrong']),
  line: EnterCredential.nullable(),
  /** It is verified now, and will not be when this row has changed it. */
  losesVerification: z.boolean(),
  faults: z.array(RowFault),
});
export type SheetRow = z.infer<typeof SheetRow>;

export const SheetPreview = z.object({
  fault: SheetFault.nullable(),
  rows: z.array(SheetRow),
  /** Of the sheet and of what the register said to it; importing demands the same again. */
  digest: z.string(),
});
export type SheetPreview = z.infer<typeof SheetPreview>;

/** The bytes of a file, base64; 4/3 of `MOST_SHEET_BYTES` and a little. */
const SheetFile = z.base64().max(244_000);
export const PreviewSheet = z.strictObject({ file: SheetFile });
export const ImportSheet = z.strictObject({
  file: SheetFile,
  digest: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** Said by the person: rows that are wrong stay out. Otherwise one wrong row keeps all of them out. */
  leavesOutWrong: z.boolean(),
});
export type ImportSheet = z.infer<typeof ImportSheet>;

export const SheetImported = z.object({
  entered: z.number().int(),
  changed: z.number().int(),
  leftOut: z.number().int(),
  register: CredentialsView,
});
export type SheetImported = z.infer<typeof SheetImported>;
