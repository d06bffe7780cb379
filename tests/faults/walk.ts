// A visit as its people take it, step by step, on a server that may be killed at any moment: admission, end, note,
// addendum, charge. Each step is pressed until it is answered; what was acknowledged is what must arrive.
import type { NoteView } from '#domain/documentation';
import { clinicianAt, confirm, enteredCharge, type Personality, patientAt } from '../fixtures/deliveries.ts';
import {
  contentOf,
  newName,
  noteOf,
  openNote,
  pageOf,
  pressOf,
  tellNote,
  WRITTEN,
} from '../fixtures/note-people.ts';
import type { Addresses } from '../fixtures/stack.ts';
import {
  ADMIT,
  type Caller,
  checkIn,
  newDevice,
  ownVisit,
  said,
  tell,
  visitsOf,
} from '../fixtures/visit-people.ts';
import type { Kind } from './kill-points.ts';
import { steadily } from './steadily.ts';

export interface People {
  personality: Personality;
  /** The patient's log-in. */
  name: string;
  clinician: Caller;
  patient: Caller;
}

/** Nothing stands in their charts for these days: the encounter is ours to make where the EHR takes one. */
export const WITHOUT_ENCOUNTER = ['john-ellis', 'quinn-avery', 'sofia-brennan'] as const;
/** Others have one planned for today, which keeps ours away. */
export const PATIENTS = [
  ...WITHOUT_ENCOUNTER,
  ...['naomi-fields', 'evelyn-hart', 'jon-ellis', 'grace-oyelaran', 'walter-nakamura', 'samuel-greene'],
  ...['priya-raman', 'lucia-herrera', 'benjamin-okafor', 'sinead-obrien-nunez'],
] as const;
/** She has one, which her clinician's launch names. */
const WITH_ENCOUNTER = 'ada-martin';

/** Epic files a note into an encounter alone. */
export async function peopleAt(
  doors: Addresses,
  personality: Personality,
  name: string = personality === 'epic' ? WITH_ENCOUNTER : PATIENTS[0],
): Promise<People> {
  const patient = await patientAt(doors, personality, name);
  const clinician = await clinicianAt(doors, personality, { patient: name });
  if (name !== WITH_ENCOUNTER) return { personality, name, clinician, patient };
  const { candidates } = await visitsOf(clinician);
  const encounter = candidates.find(({ kind }) => kind === 'encounter')?.id;
  if (!encounter) throw new Error('no encounter of today');
  const launched = await clinicianAt(doors, personality, { patient: name, encounter });
  return { personality, name, patient, clinician: launched };
}

/** The clinician opens the chart again: what waits for their permission goes on. */
export async function openAgain(doors: Addresses, people: People): Promise<void> {
  await steadily(() => clinicianAt(doors, people.personality, { patient: people.name }));
}

export interface Walk {
  visitId: string;
  people: People;
  /** What its people were told is done, in order. */
  acknowledged: Kind[];
  /** Everything before the press that tells of this kind. */
  prepare(kind: Kind): Promise<() => Promise<void>>;
}

export async function beginWalk(people: People): Promise<Walk> {
  const { clinician, patient } = people;
  const made = await steadily(() => ownVisit(clinician));
  if (!made) throw new Error('a visit that was refused');
  const { visitId } = made;
  await steadily(() => checkIn(patient, visitId));
  const acknowledged: Kind[] = [];
  const step = (what: string, body: object = {}, who = clinician) =>
    steadily(() => said(tell(who, visitId, what, body)));

  async function pressNote(kind: 'note' | 'addendum'): Promise<() => Promise<void>> {
    if (kind === 'note') {
      await step('join', { device: newDevice() }, patient);
      await step('join', { device: newDevice() });
      await step('end');
    }
    await steadily(() => write(clinician, visitId, kind));
    const view = await steadily(() => noteOf(clinician, visitId));
    if (!view) throw new Error('a note that cannot be read');
    const press = pressOf(view);
    return async () => {
      await steadily(() => said(tellNote(clinician, visitId, 'sign', press)));
    };
  }
  async function pressOfKind(kind: Kind): Promise<() => Promise<void>> {
    if (kind === 'encounter') return async () => void (await step('admit', ADMIT));
    if (kind !== 'charge') return pressNote(kind);
    const entered = await steadily(() => enteredCharge(clinician, visitId));
    if (!entered) throw new Error('a charge that cannot be entered');
    const press = { revision: entered.revision, requestKey: newName() };
    return async () => void (await steadily(() => confirm(clinician, visitId, press)));
  }
  return {
    ...{ visitId, people, acknowledged },
    async prepare(kind) {
      const press = await pressOfKind(kind);
      return async () => {
        await press();
        acknowledged.push(kind);
      };
    },
  };
}

/** Whatever was cut before: the draft as the server has it, and the text put into it. */
async function write(clinician: Caller, visitId: string, kind: 'note' | 'addendum'): Promise<void> {
  if (kind === 'note') {
    await pageOf(clinician, await openNote(clinician, visitId)).save(WRITTEN);
    return;
  }
  const [first] = (await noteOf(clinician, visitId)).signed;
  const of = { signedNoteId: first?.signedNoteId };
  const begun = await said<NoteView>(tellNote(clinician, visitId, 'addendum', of));
  await pageOf(clinician, begun).save(contentOf({ addendum: 'Culture came back negative.' }));
}
