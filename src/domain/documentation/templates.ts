// Templates by specialty: which questions stand greyed in an empty section. Prompts are questions for the writer; none
// of them ever becomes text of a note, so that an unasked question never reads like an answer.
import type { Section } from './sections.ts';

export const TEMPLATE_IDS = [
  'primary-care',
  'behavioral-health',
  'dermatology',
  'pediatrics',
  'urgent-care',
  'follow-up',
] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

export interface Template {
  readonly id: TemplateId;
  readonly name: string;
  /** One prompt or more for each section of a note. */
  readonly prompts: { readonly [One in Exclude<Section, 'addendum'>]: readonly string[] };
}

export const TEMPLATES: readonly Template[] = [
  {
    id: 'primary-care',
    name: 'Primary care',
    prompts: {
      reason: ['In the patient’s words: why today?'],
      history: [
        'Onset, course, what makes it better or worse, what was tried?',
        'Medications, allergies and history that matter here: reviewed with the patient?',
      ],
      'review-of-systems': ['Which systems were asked about, and what was answered?'],
      findings: [
        'General appearance and breathing as seen or heard?',
        'Readings taken by the patient: which device, when?',
        'What could not be examined at a distance?',
      ],
      assessment: ['Each problem: how is it today, what is it thought to be, how sure?'],
      plan: [
        'For each problem: tests, treatment, teaching?',
        'When to come in person, and what must bring the patient sooner?',
        'Follow-up: when, how, with whom?',
      ],
    },
  },
  {
    id: 'behavioral-health',
    name: 'Behavioral health',
    prompts: {
      reason: ['Presenting concern, in the patient’s words?'],
      history: [
        'Course since the last visit; stressors, supports, sleep, appetite?',
        'Substance use; treatment so far and its effect?',
        'Is the patient alone and free to speak?',
      ],
      'review-of-systems': ['Mood, anxiety, psychosis, mania, trauma: which were asked about?'],
      findings: [
        'Mental status: appearance, behavior, speech, mood and affect, thought, perception, cognition, insight and judgment?',
        'Rating scales: which, score, who filled them in?',
      ],
      assessment: [
        'Diagnosis and how it has changed?',
        'Risk to self and others: what was asked, what was answered, how is it judged?',
      ],
      plan: [
        'Therapy: kind, focus, minutes?',
        'Medication: change, reason, what to watch?',
        'Safety plan and whom to call; follow-up?',
      ],
    },
  },
  {
    id: 'dermatology',
    name: 'Dermatology',
    prompts: {
      reason: ['Which skin, hair or nail problem, and where?'],
      history: [
        'Since when, how has it changed; itch, pain, bleeding?',
        'Contacts, sun, travel, new medications; skin cancer in the patient or family?',
        'Treatments tried and their effect?',
      ],
      'review-of-systems': ['Fever, joints, mouth, eyes, weight: which were asked about?'],
      findings: [
        'Site, size, number, color, border, surface, pattern?',
        'Seen by live video, by photographs, or both; was the picture good enough to judge?',
        'What could not be seen or felt?',
      ],
      assessment: ['What is it thought to be, what else could it be, how sure by picture alone?'],
      plan: [
        'Treatment: what, where, how often, how long?',
        'Biopsy or visit in person: needed, by when?',
        'What change must bring the patient back sooner?',
      ],
    },
  },
  {
    id: 'pediatrics',
    name: 'Pediatrics',
    prompts: {
      reason: ['Who is worried about what: child, parent, school?'],
      history: [
        'Who gives the history, and who else is with the child?',
        'Feeding, fluids, wet diapers, activity, sleep?',
        'Birth, growth, development, immunizations: what matters here?',
        'Sick contacts, daycare or school?',
      ],
      'review-of-systems': ['Which systems were asked about, and what was answered?'],
      findings: [
        'How does the child look, breathe, move and react on the picture?',
        'Weight and temperature: measured by whom, when, with what?',
        'What could not be examined at a distance?',
      ],
      assessment: ['What is it thought to be, and how ill is the child?'],
      plan: [
        'Treatment with dose by weight: which weight, of what day?',
        'What was explained to child and parent; warning signs?',
        'Follow-up; school or daycare?',
      ],
    },
  },
  {
    id: 'urgent-care',
    name: 'Urgent care',
    prompts: {
      reason: ['What happened, and when?'],
      history: [
        'Onset, course, severity; what was done already?',
        'Danger signs asked for: which, and what was answered?',
        'Pregnancy, blood thinners, immune system, recent surgery: asked?',
      ],
      'review-of-systems': ['Which systems were asked about, and what was answered?'],
      findings: [
        'Appearance, breathing, speech in full sentences, color as seen?',
        'Maneuvers the patient or a helper did under guidance?',
        'Readings taken by the patient: which device, when?',
      ],
      assessment: [
        'What is it thought to be; which dangerous causes were considered, and why are they unlikely?',
      ],
      plan: [
        'Treatment now?',
        'Is care at a distance enough, or where and how soon in person?',
        'What must bring the patient to an emergency department?',
      ],
    },
  },
  {
    id: 'follow-up',
    name: 'Follow-up',
    prompts: {
      reason: ['Follow-up of what, planned when?'],
      history: ['What has changed since then; was the plan followed; side effects?'],
      'review-of-systems': ['Which systems were asked about, and what was answered?'],
      findings: ['What was seen or heard; home readings and results since then?'],
      assessment: ['Is it better, the same or worse; is the goal reached?'],
      plan: ['What goes on, what changes, what stops; next follow-up?'],
    },
  },
];
