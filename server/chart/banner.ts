// Who this launch is about, from the chart's own reads: the patient's record and their allergies. Somebody
// else's record is a 409 and never a screen.
import { type AllergyFacts, type ChartLine, decideAllergyState } from '#domain/chart';
import type { BannerView } from '#domain/launch';
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

function notThere(line: ChartLine | undefined): AppError {
  const code = line && line.state !== 'ready' ? line.reason.code : 'internal';
  return line?.state === 'not-permitted'
    ? new AppError('forbidden', code, 'The hospital’s system does not allow this.')
    : new AppError(
        'unavailable',
        code,
        'The patient’s record could not be read. Please try again in a minute.',
      );
}
