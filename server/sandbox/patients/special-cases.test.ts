// The people other tests and the documentation rely on, by their ids.
import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { QUALIFICATION_EXTENSION } from '#server/sandbox/patients/clinic';
import { HOME_CATEGORY, PRECISION_EXTENSION } from '#server/sandbox/patients/record';
import { buildSandboxSeed } from './seed.ts';

const TODAY = '2026-11-21';
const { resources, people } = buildSandboxSeed(TODAY);

function read<T extends Resource['resourceType']>(
  type: T,
  id: string,
): Extract<Resource, { resourceType: T }> {
  const found = resources.find((resource) => resource.resourceType === type && resource.id === id);
  if (!found) throw new Error(`No ${type}/${id}`);
  return found as Extract<Resource, { resourceType: T }>;
}

function listOf<T extends Resource['resourceType']>(type: T, patient?: string) {
  return resources.filter(
    (resource): resource is Extract<Resource, { resourceType: T }> =>
      resource.resourceType === type &&
      (!patient || JSON.stringify(resource).includes(`"Patient/${patient}"`)),
  );
}

describe('patients', () => {
  it('are at least twelve, in several states, with an MRN each', () => {
    const patients = listOf('Patient');
    expect(patients.length).toBeGreaterThanOrEqual(12);
    expect(new Set(patients.map((patient) => patient.address?.[0]?.state)).size).toBeGreaterThanOrEqual(5);
    const numbers = patients.map((patient) => patient.identifier?.[0]?.value);
    expect(new Set(numbers).size).toBe(patients.length);
  });

  it('differ in what is known of their allergies: listed, none, nothing recorded, refuted', () => {
    expect(listOf('AllergyIntolerance', 'ada-martin').length).toBe(2);
    const none = listOf('AllergyIntolerance', 'mia-brennan');
    expect(none.map((allergy) => allergy.code?.coding?.[0]?.code)).toEqual(['716186003']);
    expect(listOf('AllergyIntolerance', 'samuel-greene')).toEqual([]);
    const statuses = listOf('AllergyIntolerance', 'grace-oyelaran').map(
      (each) => each.verificationStatus?.text,
    );
    expect(statuses.sort()).toEqual(['confirmed', 'entered-in-error', 'refuted']);
  });

  it('keep a potassium of 4.0 as it was printed', () => {
    const potassium = read('Observation', 'ada-martin-potassium-6');
    expect(potassium.valueQuantity?.value).toBe(4);
    expect(potassium.valueQuantity?.extension).toEqual([{ url: PRECISION_EXTENSION, valueInteger: 1 }]);
    expect(potassium.text?.div).toContain('Potassium: 4.0 mmol/L (3.5–5.0 mmol/L)');
    expect(potassium.interpretation?.[0]?.coding?.[0]?.code).toBe('N');
    expect(read('Observation', 'ada-martin-potassium-5').interpretation?.[0]?.coding?.[0]?.code).toBe('H');
  });

  it('measure blood pressure, glucose and weight at home, marked as such', () => {
    const home = listOf('Observation', 'ada-martin').filter((each) => each.category?.includes(HOME_CATEGORY));
    expect(new Set(home.map((each) => each.code.text))).toEqual(
      new Set(['Blood pressure', 'Blood glucose (home meter)', 'Body weight']),
    );
    for (const reading of home) {
      expect(reading.device?.reference).toMatch(/^Device\/ada-martin-home-/);
      expect(reading.performer?.[0]?.reference).toBe('Patient/ada-martin');
    }
    const clinic = listOf('Observation', 'ada-martin').filter(
      (each) => !each.category?.includes(HOME_CATEGORY),
    );
    expect(clinic.filter((each) => each.device)).toEqual([]);
  });

  it('have notes as text, HTML, PDF and CDA, beside and inside the reference', () => {
    const attachments = listOf('DocumentReference').map((note) => note.content[0]?.attachment);
    const types = new Set(attachments.map((each) => each?.contentType));
    expect(types).toEqual(
      new Set(['text/plain;charset=utf-8', 'text/html;charset=utf-8', 'application/pdf', 'application/xml']),
    );
    expect(attachments.some((each) => each?.data)).toBe(true);
    const pdf = read('Binary', 'benjamin-okafor-discharge-summary-content');
    expect(Buffer.from(pdf.data ?? '', 'base64').toString('latin1')).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
  });

  it('pay in different ways', () => {
    const payers = new Set(listOf('Coverage').map((coverage) => coverage.type?.coding?.[0]?.code));
    expect(payers).toEqual(new Set(['1', '2', '5', '81']));
    expect(listOf('Coverage', 'samuel-greene')[0]?.payor[0]?.reference).toBe('Patient/samuel-greene');
  });
});

describe('the Brennans', () => {
  it('are a mother, who is a patient too, and two children', () => {
    for (const child of ['noah-brennan', 'mia-brennan']) {
      const mother = read('RelatedPerson', `sofia-brennan-for-${child}`);
      expect(mother.patient.reference).toBe(`Patient/${child}`);
      const years = Number(TODAY.slice(0, 4)) - Number(read('Patient', child).birthDate?.slice(0, 4));
      expect(years).toBeLessThan(9);
    }
    const targets = read('Person', 'sofia-brennan-person').link?.map((link) => link.target.reference);
    expect(targets).toEqual([
      'Patient/sofia-brennan',
      'RelatedPerson/sofia-brennan-for-noah-brennan',
      'RelatedPerson/sofia-brennan-for-mia-brennan',
    ]);
  });

  it('hold a note of the mother in the child’s record, and her policy in the child’s coverage', () => {
    const note = read('DocumentReference', 'noah-brennan-mothers-note');
    expect(note.subject?.reference).toBe('Patient/noah-brennan');
    expect(note.author?.[0]?.reference).toBe('Patient/sofia-brennan');
    expect(read('Coverage', 'noah-brennan-coverage').subscriber?.reference).toBe('Patient/sofia-brennan');
  });

  it('log in: the mother for herself and, apart from that, for the children', () => {
    expect(people.find((person) => person.username === 'sofia-brennan')?.patients).toEqual(['sofia-brennan']);
    const proxy = people.find((person) => person.kind === 'proxy');
    expect(proxy?.patients).toEqual(['noah-brennan', 'mia-brennan']);
    expect(people.some((person) => person.username === 'noah-brennan')).toBe(false);
  });
});

describe('single cases', () => {
  it('Lucía Herrera speaks Spanish and needs an interpreter', () => {
    const { communication, extension } = read('Patient', 'lucia-herrera');
    expect(communication?.[0]).toMatchObject({ preferred: true, language: { coding: [{ code: 'es' }] } });
    const said = extension?.filter((each) => /interpreter/i.test(each.url));
    expect(said?.map((each) => each.valueBoolean ?? each.valueCoding?.code)).toEqual(['373066001', true]);
  });

  it('Walter Nakamura has partial dates', () => {
    expect(read('Patient', 'walter-nakamura').birthDate).toBe('1951-07');
    const onsets = listOf('Condition', 'walter-nakamura').map((each) => each.onsetDateTime);
    expect(onsets).toEqual(['2004', '2013-11', '1998', undefined]);
  });

  it('Grace Oyelaran has duplicates and things entered in error', () => {
    const problems = listOf('Condition', 'grace-oyelaran');
    expect(problems.filter((each) => each.code?.text === 'Essential hypertension')).toHaveLength(2);
    const wrong = problems.find((each) => each.verificationStatus?.text === 'entered-in-error');
    expect(wrong?.id).toBe('grace-oyelaran-entered-in-error-problem');
    expect(wrong).not.toHaveProperty('clinicalStatus');
    expect(read('Observation', 'grace-oyelaran-entered-in-error-potassium').status).toBe('entered-in-error');
    const corrected = listOf('DocumentReference', 'grace-oyelaran').find((note) => note.relatesTo);
    expect(corrected?.relatesTo?.[0]?.target.reference).toBe(
      'DocumentReference/grace-oyelaran-note-superseded',
    );
  });

  it('John and Jon Ellis share a name and not a birth date', () => {
    const [john, jon] = [read('Patient', 'john-ellis'), read('Patient', 'jon-ellis')];
    expect([john.birthDate, jon.birthDate]).toEqual(['1972-05-09', '1972-09-05']);
    expect(john.name?.[0]?.family).toBe(jon.name?.[0]?.family);
  });

  it("Sinéad O'Brien-Núñez writes her name with combining marks", () => {
    const name = read('Patient', 'sinead-obrien-nunez').name?.[0];
    expect(name?.family).toBe("O'Brien-Nu\u0301n\u0303ez");
    expect(name?.family?.normalize('NFC')).toBe("O'Brien-Núñez");
    expect(name?.family).not.toBe("O'Brien-Núñez");
    // No precomposed letter exists for this one: composing leaves the mark where it is.
    expect(name?.given?.[1]?.normalize('NFC')).toBe('M\u0304arama');
  });

  it('Quinn Avery has an empty record, Thomas Quill has died and cannot log in', () => {
    const ofQuinn = new Set(
      resources.filter((each) => each.id?.startsWith('quinn-avery')).map((each) => each.resourceType),
    );
    expect(ofQuinn).toEqual(new Set(['Patient', 'Coverage', 'Appointment']));
    expect(read('Patient', 'thomas-quill').deceasedDateTime).toBeDefined();
    expect(people.some((person) => person.username === 'thomas-quill')).toBe(false);
  });

  it('Priya Raman is pregnant, with a due date ahead', () => {
    const due = read('Observation', 'priya-raman-due-date').valueDateTime ?? '';
    expect(due > TODAY).toBe(true);
  });
});

describe('today', () => {
  const appointments = listOf('Appointment').filter((each) => each.start?.startsWith(TODAY));

  it('has video visits, each on a busy slot of its clinician', () => {
    expect(appointments.length).toBeGreaterThanOrEqual(10);
    for (const appointment of appointments) {
      const slot = read('Slot', appointment.slot?.[0]?.reference?.split('/')[1] ?? '');
      expect(slot).toMatchObject({ status: 'busy', start: appointment.start, end: appointment.end });
    }
    const slots = appointments.map((appointment) => appointment.slot?.[0]?.reference);
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('has one visit under way, some planned, some without an encounter', () => {
    expect(read('Encounter', 'ada-martin-video-visit')).toMatchObject({
      status: 'in-progress',
      class: { code: 'VR' },
      appointment: [{ reference: 'Appointment/ada-martin-appointment' }],
    });
    expect(listOf('Encounter').filter((each) => each.status === 'planned').length).toBeGreaterThan(5);
    expect(listOf('Encounter', 'john-ellis').filter((each) => each.status !== 'finished')).toEqual([]);
  });

  it('leaves free time in the next two weeks', () => {
    const free = listOf('Slot').filter((slot) => slot.status === 'free' && slot.start.slice(0, 10) > TODAY);
    expect(free.length).toBeGreaterThan(100);
  });
});

describe('staff', () => {
  it('has a role code each, one of which no tenant knows', () => {
    const codes = people
      .filter((person) => person.kind === 'staff')
      .map((person) => person.practitionerRoleCode);
    expect(new Set(codes)).toEqual(
      new Set(['clinician', 'nurse', 'biller', 'supervisor', 'privacy-officer', 'tech-admin', 'observer']),
    );
    for (const person of people.filter((each) => each.kind === 'staff')) {
      const role = read('PractitionerRole', `${person.username}-role`);
      expect(role.practitioner?.reference).toBe(person.fhirUser);
      expect(role.code?.[0]?.coding?.[0]?.code).toBe(person.practitionerRoleCode);
    }
  });

  it('is licensed here, elsewhere, no longer, and no more by the board’s word', () => {
    const licences = (id: string) =>
      read('Practitioner', id).qualification?.map((each) => {
        const parts = each.extension?.find(({ url }) => url === QUALIFICATION_EXTENSION)?.extension;
        const state = parts?.find(({ url }) => url === 'whereValid')?.valueCodeableConcept?.coding?.[0]?.code;
        const status = parts?.find(({ url }) => url === 'status')?.valueCode;
        return [state, status, (each.period?.end ?? '') >= TODAY];
      });
    expect(licences('helen-brooks')).toEqual([
      ['MA', 'active', true],
      ['NH', 'active', true],
    ]);
    expect(licences('marcus-reed')?.map(([state]) => state)).toEqual(['CA', 'FL']);
    expect(licences('victor-stone')).toEqual([
      ['MA', 'inactive', false],
      ['NH', 'revoked', true],
    ]);
    expect(licences('peter-lund')).toBeUndefined();
  });

  it('has NPIs of the right form that were never given to anybody', () => {
    const numbers = listOf('Practitioner').flatMap(
      (each) =>
        each.identifier?.filter(({ system }) => system?.endsWith('us-npi')).map(({ value }) => value ?? '') ??
        [],
    );
    expect(numbers.length).toBe(6);
    for (const number of numbers) {
      expect(number).toMatch(/^2\d{9}$/);
      const digits = [...`80840${number}`].reverse().map(Number);
      const sum = digits.reduce((total, digit, place) => {
        const part = place % 2 === 1 ? digit * 2 : digit;
        return total + (part > 9 ? part - 9 : part);
      }, 0);
      expect(sum % 10).toBe(0);
    }
  });

  it('logs in under names that are given once, with a record behind each', () => {
    expect(new Set(people.map((person) => person.username)).size).toBe(people.length);
    const addresses = new Set(resources.map((resource) => `${resource.resourceType}/${resource.id}`));
    expect(people.filter((person) => !addresses.has(person.fhirUser))).toEqual([]);
    expect(
      people.flatMap((person) => person.patients).filter((id) => !addresses.has(`Patient/${id}`)),
    ).toEqual([]);
  });
});
