// What a person must know before working with this chart, in the order of weight. Codes only; what does not
// touch reading or the visit stands on the page of what this EHR allows, and not here.
import type { SessionView } from '#domain/launch';
import { isWithheld } from './is-withheld.ts';

export interface StripLine {
  /** Last part of its words' key. */
  code: 'no-fhir-user' | 'role-unknown' | 'no-encounter' | 'no-refresh-token' | 'withheld';
  /** How many lines of the capability map it stands for. */
  count: number;
}

export function listStripLines(view: Pick<SessionView, 'role' | 'person' | 'capabilities'>): StripLine[] {
  const codes = new Set(view.capabilities.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
  const withheld = view.capabilities.filter(isWithheld).length;
  const lines: (StripLine | false)[] = [
    view.role === null && { code: view.person.fhirUser === null ? 'no-fhir-user' : 'role-unknown', count: 1 },
    withheld > 0 && { code: 'withheld', count: withheld },
    codes.has('no-encounter') && { code: 'no-encounter', count: 1 },
    codes.has('no-refresh-token') && { code: 'no-refresh-token', count: 1 },
  ];
  return lines.filter((line) => line !== false);
}
