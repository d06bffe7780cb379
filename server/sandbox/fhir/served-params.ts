// The search parameters and inclusions of the plain server, per type. Data only; what a personality takes away
// is decided in the table built from it.

/** Parameters and inclusions of one type, names separated by blanks. */
export interface ServedParams {
  readonly params: string;
  readonly includes?: string;
  readonly revIncludes?: string;
}

const PROVENANCE = 'Provenance:target';

/** Search parameters of US Core 6.1 and those the app sends. */
export const SERVED_PARAMS: Readonly<Record<string, ServedParams>> = {
  AllergyIntolerance: {
    params: 'patient clinical-status code date',
    includes: 'patient',
    revIncludes: PROVENANCE,
  },
  Appointment: {
    params: 'patient practitioner location actor date status identifier service-type slot',
    includes: 'patient practitioner location slot',
  },
  Binary: { params: '' },
  CarePlan: { params: 'patient subject category date status encounter', revIncludes: PROVENANCE },
  CareTeam: {
    params: 'patient subject status participant',
    includes: 'participant',
    revIncludes: PROVENANCE,
  },
  ChargeItem: {
    params: 'patient subject context account code occurrence identifier -status',
    includes: 'patient context',
  },
  Communication: { params: 'patient subject encounter sender recipient sent status category identifier' },
  Condition: {
    params:
      'patient subject category clinical-status verification-status code onset-date recorded-date abatement-date encounter',
    includes: 'patient encounter',
    revIncludes: PROVENANCE,
  },
  Consent: { params: 'patient status scope category date identifier' },
  Coverage: {
    params: 'patient beneficiary subscriber payor status type identifier',
    includes: 'patient payor',
  },
  Device: { params: 'patient type status identifier' },
  DiagnosticReport: {
    params: 'patient subject category code date status encounter result',
    includes: 'patient encounter result',
    revIncludes: PROVENANCE,
  },
  DocumentReference: {
    params: 'patient subject category type date period status encounter identifier author related',
    includes: 'patient encounter author',
    revIncludes: PROVENANCE,
  },
  Encounter: {
    params:
      'patient subject date status class type identifier appointment participant practitioner location part-of account',
    includes: 'patient participant practitioner location appointment service-provider',
    revIncludes: PROVENANCE,
  },
  Goal: {
    params: 'patient subject lifecycle-status target-date start-date category',
    revIncludes: PROVENANCE,
  },
  HealthcareService: { params: 'name organization location active identifier service-type' },
  Immunization: { params: 'patient date status vaccine-code identifier', revIncludes: PROVENANCE },
  Location: {
    params: 'name address address-city address-state address-postalcode identifier status organization',
  },
  Medication: { params: 'code status' },
  MedicationRequest: {
    params: 'patient subject status intent authoredon encounter code medication requester identifier',
    includes: 'patient medication requester encounter',
    revIncludes: PROVENANCE,
  },
  Observation: {
    params: 'patient subject category code date status encounter performer identifier device',
    includes: 'patient encounter performer device',
    revIncludes: PROVENANCE,
  },
  Organization: { params: 'name address identifier type active' },
  Patient: {
    params:
      'identifier name family given birthdate gender death-date telecom phone email active general-practitioner',
    includes: 'general-practitioner',
    revIncludes: PROVENANCE,
  },
  Person: { params: 'name identifier patient practitioner relatedperson', includes: 'patient practitioner' },
  Practitioner: {
    params: 'name family given identifier active telecom',
    revIncludes: 'PractitionerRole:practitioner',
  },
  PractitionerRole: {
    params: 'practitioner organization location specialty role active identifier',
    includes: 'practitioner organization location',
  },
  Procedure: {
    params: 'patient subject date status code category encounter performer identifier',
    includes: 'patient encounter',
    revIncludes: PROVENANCE,
  },
  Provenance: { params: 'patient target recorded agent', includes: 'target agent' },
  Questionnaire: { params: 'url name status title identifier' },
  QuestionnaireResponse: {
    params: 'patient subject encounter questionnaire authored status author identifier',
    includes: 'patient encounter',
  },
  RelatedPerson: { params: 'patient name identifier relationship active birthdate', includes: 'patient' },
  Schedule: { params: 'actor date active identifier', includes: 'actor' },
  ServiceRequest: {
    params: 'patient subject category code authored status intent encounter requester identifier',
    includes: 'patient encounter requester',
    revIncludes: PROVENANCE,
  },
  Slot: { params: 'schedule start status service-type identifier', includes: 'schedule' },
};
