// Vignettes of the rule about buprenorphine by telemedicine: the drug, what it is for, its days.
import type { Vignette } from './ask.ts';
import { ask, FLEX, next, OUD } from './prescribing-facts.ts';

export const BUPRENORPHINE: readonly Vignette[] = [
  [
    '2027, buprenorphine',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', purpose: 'opioid-use-disorder', rxcui: '351265' }),
    'allow-with-conditions',
    { conditions: ['epcs-module', 'state-limits', 'supply-limit'] },
  ],
  [
    '2027, buprenorphine by phone',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', purpose: 'opioid-use-disorder', modality: 'audio' }),
    'allow-with-conditions',
    { conditions: ['epcs-module', 'state-limits', 'supply-limit'] },
  ],
  [
    '2027, methadone is not meant',
    'prescribing-path/buprenorphine',
    next({ purpose: 'opioid-use-disorder', rxcui: '6813' }),
    'block',
    {},
  ],
  [
    '2027, buprenorphine for pain',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', purpose: 'other', rxcui: '351265' }),
    'block',
    {},
  ],
  [
    '2027, another drug of schedule III',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', purpose: 'opioid-use-disorder', rxcui: '6130' }),
    'block',
    {},
  ],
  [
    '2027, a drug for opioid use disorder that is not listed: nobody knows that it is the one',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', purpose: 'opioid-use-disorder', rxcui: '999999' }),
    'needs-review',
    {
      reasons: [
        { code: 'unknown-drug', rule: 'rxcui' },
        { code: 'row-ran-out', rule: FLEX },
      ],
    },
  ],
  [
    'the same in 2026: the flexibility asks for no drug',
    FLEX,
    ask({ schedule: 'III', purpose: 'opioid-use-disorder', rxcui: '999999' }),
    'allow-with-conditions',
    { conditions: ['epcs-module', 'state-limits'], codes: ['telemedicine-flexibility'] },
  ],
  [
    'the buprenorphine row’s last day',
    'prescribing-path/buprenorphine',
    next({ at: '2027-11-21T12:00:00-05:00', schedule: 'III', purpose: 'opioid-use-disorder' }),
    'allow-with-conditions',
    {},
  ],
  [
    'a day past it',
    'prescribing-path/buprenorphine',
    next({ at: '2027-11-22T12:00:00-05:00', schedule: 'III', purpose: 'opioid-use-disorder' }),
    'needs-review',
    { codes: ['row-ran-out'] },
  ],
  [
    'the day before the buprenorphine rule',
    'prescribing-path/buprenorphine',
    ask({ at: '2025-12-30T12:00:00-05:00', ...OUD, pdmpCheckedAt: null }),
    'needs-review',
    { codes: ['row-not-yet'] },
  ],
  [
    'its first day, before any other row of ours',
    'prescribing-path/buprenorphine',
    ask({ at: '2025-12-31T12:00:00-05:00', ...OUD, pdmpCheckedAt: null }),
    'allow-with-conditions',
    { conditions: ['pdmp-check', 'epcs-module', 'state-limits', 'supply-limit'] },
  ],
  [
    '2027, buprenorphine, nobody said what for',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', rxcui: '351265' }),
    'needs-review',
    { reasons: [{ code: 'missing-fact', rule: 'purpose' }, { code: 'row-ran-out' }] },
  ],
  [
    '2027, another drug, nobody said what for',
    'prescribing-path/buprenorphine',
    next({ schedule: 'III', rxcui: '6130' }),
    'block',
    {},
  ],
];
