// Sheets of credentials: what one would do, doing exactly that after a person has seen it, and the register as one.
// Nothing of a sheet is kept between the two: the file comes again, and must mean what it meant.
import { createHash } from 'node:crypto';
import {
  type EnterCredential,
  type ImportSheet,
  identityOf,
  judgeSheet,
  type KnownLine,
  MOST_CREDENTIALS,
  type SheetImported,
  type SheetPreview,
} from '#domain/licensure';
import type { Database, Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import {
  countOf,
  type KnownRow,
  listOf,
  listOfPeople,
  partsOf,
  updateLine,
  upsertCredential,
} from './credential-store.ts';
import { readSheet } from './read-sheet.ts';
import { viewCredential } from './view-credential.ts';
import { writeSheet } from './write-sheet.ts';

export interface SheetNeeds {
  database: Database;
  now: () => Date;
}

export async function previewSheet(needs: SheetNeeds, session: Session, file: string): Promise<SheetPreview> {
  return (await judge(needs.database, needs.database.db, session.tenantId, file)).preview;
}

/** All or nothing: in one transaction, and only what the preview with this digest showed. */
export async function importSheet(
  { database, now }: SheetNeeds,
  session: Session,
  { file, digest, leavesOutWrong }: ImportSheet,
): Promise<SheetImported> {
  const { tenantId } = session;
  const done = await database.transaction(async (tx) => {
    const { preview, known } = await judge(database, tx, tenantId, file);
    const { rows, fault } = preview;
    if (fault || preview.digest !== digest)
      throw new AppError(
        'conflict',
        'register.sheet-changed',
        'The register or the file has changed. Look again.',
      );
    const leftOut = rows.filter(({ standing }) => standing === 'wrong').length;
    if (leftOut > 0 && !leavesOutWrong)
      throw new AppError(
        'conflict',
        'register.sheet-wrong',
        'Rows of the sheet are wrong. Nothing was imported.',
      );
    for (const { standing, line } of rows) {
      if (line === null || (standing !== 'new' && standing !== 'changes')) continue;
      if (standing === 'new') await upsertCredential(database, tx, unverified(tenantId, line, now()));
      for (const row of standing === 'changes' ? (known.get(identityOf(line)) ?? []) : [])
        await updateLine(database, tx, row, line, now());
    }
    const count = (what: string) => rows.filter(({ standing }) => standing === what).length;
    return { entered: count('new'), changed: count('changes'), leftOut };
  });
  const rows = await listOf(database, database.db, tenantId, null, { from: 0, most: MOST_CREDENTIALS });
  const total = await countOf(database, database.db, tenantId, null);
  return { ...done, register: { credentials: rows.map(viewCredential), from: 0, total } };
}

export async function exportSheet({ database }: SheetNeeds, session: Session): Promise<string> {
  return writeSheet(await listOf(database, database.db, session.tenantId, null));
}

async function judge(
  database: Database,
  db: Db,
  tenantId: string,
  file: string,
): Promise<{ preview: SheetPreview; known: Map<string, KnownRow[]> }> {
  const read = readSheet(Buffer.from(file, 'base64'));
  if (!read.ok) return { preview: { fault: read.fault, rows: [], digest: '' }, known: new Map() };
  const first = judgeSheet(read.records, []);
  if (!first.ok) return { preview: { fault: first.fault, rows: [], digest: '' }, known: new Map() };
  const people = new Set(first.rows.flatMap(({ line }) => line?.practitioner ?? []));
  const rows = await listOfPeople(database, db, tenantId, [...people]);
  const lines = rows.map((row) => ({ row, line: knownLineOf(row) }));
  const judged = judgeSheet(
    read.records,
    lines.map(({ line }) => line),
  );
  if (!judged.ok) return { preview: { fault: judged.fault, rows: [], digest: '' }, known: new Map() };
  const digest = createHash('sha256').update(JSON.stringify(judged.rows)).digest('base64url');
  const known = Map.groupBy(lines, ({ line }) => identityOf(line));
  return {
    preview: { fault: null, rows: [...judged.rows], digest },
    known: new Map([...known].map(([identity, group]) => [identity, group.map(({ row }) => row)])),
  };
}

export function knownLineOf({ known, ...row }: KnownRow): KnownLine {
  return {
    ...{ practitioner: known.practitioner, number: known.number, kind: row.kind, state: row.state },
    ...{ ...partsOf(row), origin: row.origin, isVerified: row.verifiedOn !== null },
  };
}

function unverified(tenantId: string, line: EnterCredential, at: Date) {
  const { practitioner, number, from, to, residenceState, ...rest } = line;
  return {
    ...rest,
    ...{ tenantId, practitioner, number, validFrom: from, validTo: to, isResidenceState: residenceState },
    ...{ origin: 'file' as const, changedAt: at, verifiedOn: null, verifiedBy: null, source: null },
  };
}
