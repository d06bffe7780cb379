// Whether a controlled substance may be prescribed after a telehealth visit, and under which conditions.
export { decidePrescribing, type PrescribingAnswer } from './decide-prescribing.ts';
export { type PrescribingFacts, PrescribingQuestion } from './prescribing-question.ts';
