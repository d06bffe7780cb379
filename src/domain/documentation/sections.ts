// The sections of a note, in the order of the text, and which of them a kind of note has. Headings are English: the
// text goes into the EHR.

export const SECTIONS = [
  'reason',
  'history',
  'review-of-systems',
  'findings',
  'assessment',
  'plan',
  'addendum',
] as const;
export type Section = (typeof SECTIONS)[number];

export const SECTION_HEADINGS: { readonly [One in Section]: string } = {
  reason: 'Reason for visit',
  history: 'History',
  'review-of-systems': 'Review of systems',
  // What was seen and heard at a distance is not an examination by hand, and the heading says so.
  findings: 'Findings by telehealth',
  assessment: 'Assessment',
  plan: 'Plan',
  addendum: 'Addendum',
};

const OF_A_NOTE = SECTIONS.filter((one) => one !== 'addendum');

export function listSections(kind: 'note' | 'addendum' | 'replacement'): readonly Section[] {
  return kind === 'addendum' ? ['addendum'] : OF_A_NOTE;
}
