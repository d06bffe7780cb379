// Who this launch is about, from the chart's own reads: the patient's record and their allergies. Somebody
// else's record is a 409 and never a screen.
import { type AllergyFacts, type ChartLine, decideAllergyState } from '#domain/chart';
import type { BannerView } from '#domain/launch';
import { EhrFailure, isEhrFailureCode } from '#server/ehr';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { Charts } from './held-charts.ts';

export async function readBanner(
  needs: { charts: Charts },
  session: Session,
  requestId: string,
): Promise<BannerView> {
  const chart = needs.charts.look(session, requestId, ['patient', 'allergies']);
  const [patient, allergies] = await Promise.all([chart.get('patient'), chart.get('allergies')]);
  for (const line of [patient, allergies]) if (line?.state === 'wrong-patient') throw wrongPatient();
  if (patient?.list !== 'patient' || patient.state !== 'ready') throw notThere(patient);
  const [row] = patient.rows;
  if (!row) throw notThere(patient);
  const { id, resourceType: _, ...read } = row;
  return { patientId: id, ...read, allergies: decideAllergyState(readFacts(allergies)) };
}

/** An allergy that cannot be shown is an allergy all the same. */
function readFacts(line: ChartLine | undefined) {
  if (line?.list !== 'allergies' || line.state !== 'ready')
    return line?.state === 'not-permitted' ? 'not-permitted' : 'could-not-be-read';
  // More than one page: what is not read may be what matters.
  if (line.next !== null) return 'could-not-be-read';
  const unshown = line.unshown.map(
    (): AllergyFacts => ({ name: null, isCurrent: true, saysNoneKnown: false }),
  );
  return [...line.rows.map(({ text, ...row }): AllergyFacts => ({ ...row, name: text })), ...unshown];
}

function wrongPatient(): AppError {
  return new AppError(
    'conflict',
    'wrong-patient',
    'The hospital’s system answered with another patient than the one this window was opened for. Nothing is shown. Close this window and open Webside again from the chart.',
  );
}

/** Failures of the way, before the EHR could say anything. */
const MAY_PASS = /^(ehr\.token-unavailable|egress\.(timeout|unreachable))$/;

function notThere(line: ChartLine | undefined): AppError {
  const code = line && line.state !== 'ready' ? line.reason.code : '';
  if (isEhrFailureCode(code)) return new EhrFailure(code);
  if (line?.state === 'not-permitted')
    return new AppError('forbidden', code, 'The hospital’s system does not allow this.');
  if (MAY_PASS.test(code))
    return new AppError(
      'unavailable',
      code,
      'The patient’s record could not be read. Please try again in a minute.',
    );
  // What a reader says of a record's form is for the chart's lines; here it is one thing.
  return new AppError(
    'ehr-refused',
    /^(ehr|egress)\./.test(code) ? code : 'ehr.unreadable',
    'The hospital’s system sent a record in a form that cannot be shown safely.',
  );
}
