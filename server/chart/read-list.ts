// Reads one list of the chart and says how it went. Never rejects: every way in which a list can be missing is a
// line of its own, and one missing list keeps no other from the screen.
import { type ChartLine, type ChartListName, decideListAccess, type MissingLine } from '#domain/chart';
import { type EntryListName, readChartRows } from '#profiles/chart-list';
import { readPatientRow } from '#profiles/patient';
import { type Ehr, EhrFailure } from '#server/ehr';
import { AppError } from '#server/errors';
import type { RecordAccess, Session } from '#server/http';
import type { DecideRead } from '#server/smart';
import { listRead, typeOfList } from './list-reads.ts';

export interface ListNeeds {
  ehr: Ehr;
  readPermissions(session: Session): Promise<DecideRead>;
  recordAccess: RecordAccess;
  now: () => Date;
}

export async function readList(
  needs: ListNeeds,
  call: { session: Session; patientId: string; requestId: string; permissions: Promise<DecideRead> },
  list: ChartListName,
): Promise<ChartLine> {
  const { session } = call;
  try {
    if (!decideListAccess(session.role ?? 'no-role', list))
      return { list, state: 'not-permitted', reason: { code: 'role-not-allowed', data: {} } };
    const decide = await call.permissions;
    const permission = decide(typeOfList(list), list === 'patient' ? 'r' : 's');
    if (permission.state !== 'permitted') return { list, ...permission };
    return list === 'patient' ? await readPatientLine(needs, call) : await readEntries(needs, call, list);
  } catch (thrown) {
    const line = missingLine(list, thrown);
    if (line.state === 'wrong-patient') await recordMismatch(needs, call, list);
    return line;
  }
}

async function readPatientLine(
  needs: ListNeeds,
  { session, patientId }: { session: Session; patientId: string },
): Promise<ChartLine> {
  const read = readPatientRow(await needs.ehr.readResource(session, 'Patient', patientId));
  if (read.state === 'shown') return ready(needs, { list: 'patient', rows: [read.row] });
  const reason = read.state === 'cannot-show' ? read.unshown.reason : { code: 'entered-in-error', data: {} };
  return { list: 'patient', state: 'could-not-be-read', reason };
}

async function readEntries(
  needs: ListNeeds,
  { session, patientId }: { session: Session; patientId: string },
  list: EntryListName,
): Promise<ChartLine> {
  const { type, params, count, pages } = listRead(list, needs.now());
  const query = { type, params: { patient: patientId, ...params }, count };
  const page = await needs.ehr.searchPages(session, pages, query);
  const { next, isAsGiven } = page;
  return ready(needs, { list, ...readChartRows(list, page.resources), next, isAsGiven });
}

function ready(
  needs: ListNeeds,
  read: {
    list: ChartListName;
    rows: unknown[];
    next?: string | null;
    unshown?: unknown[];
    enteredInError?: number;
    isAsGiven?: boolean;
  },
): ChartLine {
  const { next = null, unshown = [], enteredInError = 0, isAsGiven = false, ...rest } = read;
  const asOf = needs.now().toISOString();
  const line = { ...rest, state: 'ready', more: next !== null, next, unshown, enteredInError, asOf };
  return { ...line, ...(isAsGiven && { isAsGiven }) } as ChartLine;
}

/** Codes only; what the EHR said in words stays where it is. */
function missingLine(list: ChartListName, thrown: unknown): MissingLine {
  const code = thrown instanceof AppError ? thrown.code : 'internal';
  if (code === 'wrong-patient') return { list, state: 'wrong-patient', reason: { code, data: {} } };
  const kind = thrown instanceof AppError ? thrown.kind : 'internal';
  const state = kind === 'forbidden' ? 'not-permitted' : 'could-not-be-read';
  const { remedy, said } = thrown instanceof EhrFailure ? thrown : { remedy: undefined, said: null };
  const data = { ...(remedy && { remedy }), ...(said !== null && { said }) };
  return { list, state: code === 'ehr.not-supported' ? 'not-supported' : state, reason: { code, data } };
}

async function recordMismatch(
  needs: ListNeeds,
  { session, patientId, requestId }: { session: Session; patientId: string; requestId: string },
  list: ChartListName,
): Promise<void> {
  await needs.recordAccess({
    event: 'chart.read',
    outcome: 'refused',
    requestId,
    tenantId: session.tenantId,
    session,
    patientId,
    detail: { code: 'wrong-patient', list },
  });
}
