// Who this launch is about: the patient's own record and their allergies, read side by side. Somebody
// else's record is a 409 from server/ehr and never a screen.
import { type AllergyFacts, decideAllergyState } from '#domain/chart';
import type { BannerView } from '#domain/launch';
import { isReadableAllergy, readAllergy } from '#profiles/allergy';
import { isReadablePatient, readPatient } from '#profiles/patient';
import type { Ehr } from '#server/ehr';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';

export async function readBanner(needs: { ehr: Ehr }, session: Session): Promise<BannerView> {
  const { patientId } = session;
  if (patientId === null) throw new AppError('not-found', 'no-patient', 'This launch is about no patient.');
  const [patient, allergies] = await Promise.all([
    needs.ehr.readResource(session, 'Patient', patientId),
    readAllergies(needs.ehr, session, patientId),
  ]);
  if (!isReadablePatient(patient))
    throw new AppError(
      'ehr-refused',
      'ehr.unreadable',
      'The hospital’s system sent a record in a form that cannot be shown safely.',
    );
  const { id, ...read } = readPatient(patient);
  return { patientId: id, ...read, allergies: decideAllergyState(allergies) };
}

/** What cannot be read is said as such; what belongs to somebody else stops the whole banner. */
async function readAllergies(
  ehr: Ehr,
  session: Session,
  patientId: string,
): Promise<AllergyFacts[] | 'not-permitted' | 'could-not-be-read'> {
  try {
    const found = await ehr.searchResources(session, 'AllergyIntolerance', { patient: patientId });
    // One that cannot be read may be the one that matters.
    if (!found.every(isReadableAllergy)) return 'could-not-be-read';
    return found.map((resource): AllergyFacts => readAllergy(resource));
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind === 'conflict') throw thrown;
    return thrown.kind === 'forbidden' ? 'not-permitted' : 'could-not-be-read';
  }
}
