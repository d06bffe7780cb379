// A clinician's state licences, read from Practitioner.qualification.
export { type LicenceRead, readLicences } from './practitioner-licence.ts';
