// A parent who acts for a child: one RelatedPerson per child, and a Person that says they are one.
import type { Person, RelatedPerson } from '@medplum/fhirtypes';
import { coding, concept, hl7, usCore } from '#server/sandbox/patients/terms';
import { add, type Chart, referTo } from './chart.ts';

/** The parent (whose own chart is `parent`) in the child's record. */
export function addParent(child: Chart, parent: Chart, relation: 'mother' | 'father'): RelatedPerson {
  const { name, telecom, address, gender, birthDate, communication } = parent.patient;
  return add<RelatedPerson>(child, {
    resourceType: 'RelatedPerson',
    id: `${parent.patient.id}-for-${child.patient.id}`,
    meta: { profile: [usCore('us-core-relatedperson')] },
    active: true,
    patient: child.subject,
    relationship: [
      concept(
        relation,
        relation === 'mother'
          ? coding(hl7('v3-RoleCode'), 'MTH', 'mother')
          : coding(hl7('v3-RoleCode'), 'FTH', 'father'),
      ),
    ],
    name,
    telecom,
    gender,
    birthDate,
    address,
    communication: communication?.map(({ language, preferred }) => ({
      language,
      preferred: preferred ?? false,
    })),
  });
}

/** Ties a parent's own record to the records in which they act for a child. */
export function addOnePerson(parent: Chart, asParent: RelatedPerson[]): Person {
  const { name, gender, birthDate } = parent.patient;
  return add<Person>(parent, {
    resourceType: 'Person',
    id: parent.newId('person'),
    name,
    gender,
    birthDate,
    link: [parent.patient, ...asParent].map((record) => ({
      target: referTo(record),
      assurance: 'level3' as const,
    })),
  });
}
