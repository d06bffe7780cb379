// Face: the sandbox's clinic: who works there, where, when they have time, and who may log in.
import type { Appointment, Resource } from '@medplum/fhirtypes';
import { buildPayers, type Calendar } from '#server/sandbox/patients/record';
import { buildPlaces } from './places.ts';
import { buildBoards, buildStaff } from './practitioners.ts';
import { buildSchedules } from './schedule.ts';

export { buildPatientLogin, listStaffPeople, SANDBOX_PASSWORD } from './people.ts';
export { QUALIFICATION_EXTENSION } from './practitioners.ts';
export { staff } from './staff.ts';

/** Everything of the clinic that names no patient. Slots that one of the appointments names are busy. */
export function buildClinic(calendar: Calendar, appointments: Appointment[]): Resource[] {
  const booked = appointments
    .flatMap((appointment) => appointment.slot ?? [])
    .map((slot) => slot.reference?.split('/')[1] ?? '');
  return [
    ...buildPlaces(),
    ...buildBoards(),
    ...buildPayers(),
    ...buildStaff(calendar),
    ...buildSchedules(calendar, new Set(booked)),
  ];
}
