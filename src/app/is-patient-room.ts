// Patients and those who act for them get the patient's room: one thing a page, large text, large targets.
import type { SessionView } from '#domain/launch';

export function isPatientRoom({ role, door }: Pick<SessionView, 'role' | 'door'>): boolean {
  return role === 'patient' || role === 'proxy' || door === 'patient';
}
