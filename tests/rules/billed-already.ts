// Vignettes: what was billed for the same day already.
import type { Vignette } from './ask.ts';
import { therapy } from './service-facts.ts';
import { seen } from './visit-facts.ts';

export const BILLED: readonly Vignette[] = [
  [
    'the same code again that day',
    'denial/18',
    seen({ totalMinutes: 20, alreadyBilled: ['99213'] }),
    'refuse',
    { codes: ['billed-already'] },
  ],
  [
    'another visit that day',
    'em-level/99213',
    seen({ totalMinutes: 20, alreadyBilled: ['99212'] }),
    'propose-with-review',
    { lines: '99213@10', codes: ['another-visit-that-day'] },
  ],
  [
    'a code nobody knows was billed',
    'em-level/99213',
    seen({ totalMinutes: 20, alreadyBilled: ['12345'] }),
    'propose-with-review',
    { codes: ['unknown-code'] },
  ],
  [
    'a code of Medicare’s own that nobody knows',
    'em-level/99213',
    seen({ totalMinutes: 20, alreadyBilled: ['G9999'] }),
    'propose-with-review',
    { codes: ['unknown-code'] },
  ],
  [
    'a code that a payer’s row names',
    'em-level/99213',
    seen({ totalMinutes: 20, alreadyBilled: ['G2025'] }),
    'propose',
    { lines: '99213@10' },
  ],
  [
    'a deleted code was billed',
    'deleted-code/99443',
    seen({ totalMinutes: 20, alreadyBilled: ['99443'] }),
    'propose-with-review',
    { codes: ['code-deleted'] },
  ],
  [
    'beside psychotherapy time does not count',
    'psychotherapy/90833',
    seen({ totalMinutes: 60, mdm: 'low', alreadyBilled: ['90833'] }),
    'propose',
    { lines: '99213@10' },
  ],
  [
    'beside psychotherapy decision-making is asked',
    'psychotherapy/90833',
    seen({ totalMinutes: 60, alreadyBilled: ['90833'] }),
    'needs-review',
    { codes: ['missing-fact'] },
  ],
  [
    'prolonged time that was billed is a code that is known',
    'prolonged/medicare/99215',
    seen({ totalMinutes: 20, alreadyBilled: ['G2212'] }),
    'propose',
    { lines: '99213@10' },
  ],
  [
    'another visit that day is told of a visit alone',
    'psychotherapy/90836',
    seen({ service: 'psychotherapy', totalMinutes: 40, alreadyBilled: ['99213', '99443'] }),
    'propose-with-review',
    { codes: ['code-deleted', 'visit-level-by-decision-making-only'] },
  ],
  [
    'beside psychotherapy high by decision-making has no prolonged time, however long it took',
    'psychotherapy/90833',
    seen({ totalMinutes: 80, mdm: 'high', alreadyBilled: ['90833'] }),
    'propose',
    { lines: '99215@10', wouldChange: [{ fact: 'patientPlace', to: 'other', gives: 'place of service 02' }] },
  ],
  [
    'a visit of the 2025 codes is another visit of that day',
    'em-level/98006',
    seen({ totalMinutes: 30, alreadyBilled: ['98006'] }),
    'propose-with-review',
    { lines: '99214@10', codes: ['another-visit-that-day'] },
  ],
  [
    'a check-in is none',
    'care-code/98016',
    seen({ totalMinutes: 30, alreadyBilled: ['98016'] }),
    'propose',
    { lines: '99214@10' },
  ],
  [
    'psychotherapy of another length on the same day',
    'psychotherapy/90837',
    therapy({ totalMinutes: 45, alreadyBilled: ['90837'] }),
    'propose-with-review',
    { lines: '90834@10', codes: ['another-session-that-day'] },
  ],
  [
    'the add-on of another visit is a session too',
    'psychotherapy/90833',
    therapy({ totalMinutes: 45, alreadyBilled: ['90833'] }),
    'propose-with-review',
    { lines: '90834@10', codes: ['another-session-that-day'] },
  ],
  [
    'a group on the same day is none',
    'psychotherapy/90853',
    therapy({ totalMinutes: 45, alreadyBilled: ['90853'] }),
    'propose-with-review',
    { lines: '90834@10', reasons: [{}, {}, {}, {}] },
  ],
];
