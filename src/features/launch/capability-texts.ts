// The capability map in words: what a line is, why it is off, and the sentence that gets it switched on.
import type { CapabilityLine, SessionView } from '#domain/launch';
import { hasText } from '#lib/i18n';
import { isolate } from '#lib/isolate';
import type { Say } from '#ui/text';

/** A sentence and whom it is for: the EHR's analyst, or whoever runs this Webside. */
export interface Sentence {
  to: 'ehr' | 'site';
  text: string;
}

export interface TellingReason {
  code: string;
  text: string;
  sentence: Sentence | null;
}

export interface TellingLine {
  line: CapabilityLine;
  name: string;
  state: string;
  route: string;
  reasons: TellingReason[];
  /** The vendor's documents the reasons rest on, each once. */
  sources: string[];
}

/** These are mended in our own settings, not in the EHR. */
const FOR_SITE = ['not-asked-for', 'role-unknown'];

/** A session without a patient on purpose has nothing to say about patient and encounter. */
const NOT_AT_STAFF_DOOR = ['context.patient', 'context.encounter'];

export function tellLines(view: SessionView, say: Say): TellingLine[] {
  return view.capabilities
    .filter((line) => view.door !== 'staff' || !NOT_AT_STAFF_DOOR.includes(line.id))
    .map((line) => tellLine(line, view, say));
}

function tellLine(line: CapabilityLine, view: SessionView, say: Say): TellingLine {
  const name = sayOr(say, `staff.capability.${line.id}`, line.id);
  return {
    line,
    name,
    state: say(`staff.line.${line.state}`),
    route: say(`staff.route.${line.route}`),
    reasons: line.reasons.map(({ code, data }) => {
      const values = valuesOf(view, name, data);
      const unknown = say('staff.reason.unknown', { code });
      return {
        code,
        text: sayOr(say, `staff.reason.${code}`, unknown, values),
        sentence: tellSentence(code, values, say),
      };
    }),
    sources: [...new Set(line.reasons.flatMap(({ data }) => data.source ?? []))],
  };
}

/** The sentence for one reason; `null` where nothing can be asked of anybody. */
export function tellSentence(code: string, values: Record<string, string>, say: Say): Sentence | null {
  const text = sayOr(say, `staff.analyst.${code}`, '', values);
  return text ? { to: FOR_SITE.includes(code) ? 'site' : 'ehr', text } : null;
}

export function valuesOf(
  view: SessionView,
  line: string,
  data: Record<string, string>,
): Record<string, string> {
  const { id, name } = view.tenant;
  const person = isolate(view.person.fhirUser ?? view.person.name ?? '?');
  return { ...data, tenant: name, tenantId: id, line, person };
}

function sayOr(say: Say, key: string, otherwise: string, values?: Record<string, unknown>): string {
  return hasText(key) ? say(key, values) : otherwise;
}

/** Lines of tab-separated text, with a head: pastes into a mail or a sheet. */
export function writeAsText(lines: readonly TellingLine[], head: readonly string[]): string {
  const rows = lines.map(({ name, state, route, reasons }) => {
    const why = reasons.flatMap(({ text, sentence }) => (sentence ? [text, sentence.text] : [text]));
    return [name, state, route, why.join(' ')];
  });
  return [head, ...rows].map((row) => row.map(flatten).join('\t')).join('\n');
}

/** The lines as the server told them, with what they rest on. No patient, no person. */
export function writeAsJson(view: SessionView, lines: readonly TellingLine[]): string {
  const { tenant, door, grantedScopes } = view;
  const capabilities = lines.map(({ line }) => line);
  return JSON.stringify({ tenant, door, grantedScopes, capabilities }, null, 2);
}

function flatten(cell: string): string {
  return cell.replaceAll(/[\t\r\n]+/g, ' ');
}

/** Every sentence once, those for the EHR's analyst first. */
export function listSentences(lines: readonly TellingLine[]): Sentence[] {
  const all = lines.flatMap(({ reasons }) => reasons.flatMap(({ sentence }) => sentence ?? []));
  const once = [...new Map(all.map((sentence) => [sentence.text, sentence])).values()];
  return [...once.filter(({ to }) => to === 'ehr'), ...once.filter(({ to }) => to === 'site')];
}
