// The beginning of a summary for the patient: the sections the clinician chose, as they were signed. A person edits
// it and releases it; nothing is put into simpler words by software.
import { SECTION_HEADINGS, SECTIONS, type Section } from './sections.ts';

export function drawSummary(
  signed: Readonly<Partial<Record<Section, string>>>,
  chosen: readonly Section[],
): string {
  return SECTIONS.filter((section) => chosen.includes(section))
    .flatMap((section) => {
      const text = signed[section] ?? '';
      return text.trim() === '' ? [] : [`${SECTION_HEADINGS[section]}\n${text}`];
    })
    .join('\n\n');
}
