// Vignettes: what a signed exception rests on, territories nobody wrote of, the home state behind a privilege.
import type { Vignette } from './ask.ts';
import { doctor, holds, licence, OWN, privilege, signed } from './licence-facts.ts';

const NONE = 'licence-policy/no-basis';
const signedBy = (...credentials: object[]): object => doctor({ exception: signed }, ...credentials);
const counsellor = (home: string): object => ({
  ...holds('professional-counselor', 'OH', privilege('COUNSELING', 'OH')),
  credentials: [licence(privilege('COUNSELING', 'OH')), licence({ state: home, residenceState: true })],
});

export const EXCEPTIONS: readonly Vignette[] = [
  [
    'no exception where every licence has ended',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', to: '2026-11-19' }), licence({ status: 'expired' })),
    'needs-review',
    { codes: ['no-credential-in-force', 'exception-attested'], expiresAt: null },
  ],
  [
    'an exception on the last day of the licence elsewhere, and no longer',
    'exception/consultation',
    signedBy(licence({ state: 'CA', to: '2026-11-20' })),
    'allow-by-exception',
    { basis: null, expiresAt: '2026-11-20T23:59:59-05:00' },
  ],
  [
    'an exception holds as long as the longest licence elsewhere',
    'exception/consultation',
    signedBy(licence({ state: 'CA', to: '2027-03-31' }), licence({ state: 'NJ', to: '2026-12-31' })),
    'allow-by-exception',
    { expiresAt: '2027-03-31T23:59:59-04:00' },
  ],
  [
    'a licence that begins tomorrow carries no exception',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', from: '2026-11-21' })),
    'needs-review',
    { codes: ['no-credential-in-force'] },
  ],
  [
    'a letter of qualification is no licence to except from',
    'licence-policy/exception-signed',
    signedBy(licence({ kind: 'letter-of-qualification', compact: 'IMLC', state: 'CA' })),
    'needs-review',
    { codes: ['no-credential-in-force'] },
  ],
  [
    'VA care in a territory',
    'exception/federal-va',
    doctor({ patientState: 'PR', exception: { ...signed, kind: 'federal-va' } }, licence({ state: 'CA' })),
    'allow-by-exception',
    {},
  ],
  [
    'licence of Puerto Rico, of which no row speaks',
    OWN,
    doctor({ patientState: 'PR' }, licence({ state: 'PR' })),
    'needs-review',
    { reasons: [{ code: 'no-row', rule: 'licence-policy/PR' }], basis: null, expiresAt: null },
  ],
  [
    'in Puerto Rico with a licence of New York',
    NONE,
    doctor({ patientState: 'PR' }, licence()),
    'needs-review',
    { codes: ['no-row', 'credential-of-another-state'] },
  ],
  [
    'a licence of Puerto Rico that has ended is no doubt',
    NONE,
    doctor({ patientState: 'PR' }, licence({ state: 'PR', to: '2026-11-19' })),
    'block',
    { codes: ['credential-ended'] },
  ],
  [
    'the district is no territory',
    OWN,
    doctor({ patientState: 'DC' }, licence({ state: 'DC' })),
    'allow',
    {},
  ],
  [
    'counselling privilege, the home state live too',
    'compact-member/COUNSELING/MN',
    counsellor('MN'),
    'allow',
    {
      reasons: [
        { rule: 'compact/COUNSELING' },
        { code: 'compact-live', rule: 'compact-member/COUNSELING/OH' },
        { code: 'compact-live', rule: 'compact-member/COUNSELING/MN' },
      ],
    },
  ],
  [
    'counselling privilege, the home state not known to be live',
    'compact-member/COUNSELING/CO',
    counsellor('CO'),
    'needs-review',
    { codes: ['compact-not-known-live'], basis: null },
  ],
  [
    'counselling privilege, the home state in no list',
    'compact/COUNSELING',
    counsellor('TX'),
    'needs-review',
    { reasons: [{ code: 'no-row', rule: 'compact-member/COUNSELING/TX' }] },
  ],
];
