// Vignettes: what a signed exception rests on, territories nobody wrote of, the home state behind a privilege.
import type { Vignette } from './ask.ts';
import { doctor, holds, licence, nurse, OWN, privilege, signed } from './licence-facts.ts';

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
    'an exception of somebody of whom no licence is on record is their own word, until its row ends',
    'exception/consultation',
    signedBy(),
    'allow-by-exception',
    { basis: null, expiresAt: '2027-11-21T23:59:59-05:00' },
  ],
  [
    'one licence revoked and one ended: none in force, and not every one struck off',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', status: 'revoked' }), licence({ state: 'NJ', status: 'expired' })),
    'needs-review',
    { codes: ['no-credential-in-force'] },
  ],
  [
    'every licence revoked or suspended',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', status: 'revoked' }), licence({ state: 'NJ', status: 'suspended' })),
    'needs-review',
    { codes: ['discipline-on-record'] },
  ],
  [
    'a licence asked for carries no exception',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', status: 'pending' })),
    'needs-review',
    { codes: ['no-credential-in-force'] },
  ],
  [
    'the only licence in force is on probation: a person looks',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', status: 'probation' }), licence({ state: 'NJ', status: 'expired' })),
    'needs-review',
    { codes: ['probation', 'exception-attested'], expiresAt: null },
  ],
  [
    'a probation that is over is no licence in force either',
    'licence-policy/exception-signed',
    signedBy(licence({ state: 'CA', status: 'probation', to: '2026-11-19' })),
    'needs-review',
    { codes: ['no-credential-in-force'] },
  ],
  [
    'another licence in force carries the exception beside one on probation',
    'exception/consultation',
    signedBy(licence({ state: 'CA', status: 'probation' }), licence({ state: 'NJ', to: '2027-03-31' })),
    'allow-by-exception',
    { expiresAt: '2027-03-31T23:59:59-04:00' },
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
  ...[{ residenceState: false }, {}].map(
    (more): Vignette => [
      `counselling privilege, beside a licence that is not said to be of the home state: ${JSON.stringify(more)}`,
      'compact-member/COUNSELING/OH',
      {
        ...holds('professional-counselor', 'OH', {}),
        credentials: [licence(privilege('COUNSELING', 'OH')), licence({ state: 'TX', ...more })],
      },
      'allow',
      { expiresAt: '2027-06-13T23:59:59-04:00' },
    ],
  ),
  [
    'counselling privilege, the other a privilege and no licence of a home',
    'compact-member/COUNSELING/OH',
    {
      ...holds('professional-counselor', 'OH', {}),
      credentials: [
        licence(privilege('COUNSELING', 'OH')),
        licence({ ...privilege('COUNSELING', 'TX'), residenceState: true }),
      ],
    },
    'allow',
    {},
  ],
  [
    'of two that end on one day the first',
    OWN,
    doctor({}, licence(), licence({ kind: 'telehealth-registration' })),
    'allow',
    { basis: { kind: 'licence', state: 'NY', to: '2028-12-31' } },
  ],
  [
    'in Guam by a compact whose row there is in doubt',
    'compact-member/NLC/GU',
    nurse('GU', {}),
    'needs-review',
    { codes: ['compact-not-known-live'] },
  ],
  [
    'in Puerto Rico by a compact that names it nowhere',
    'compact/NLC',
    nurse('PR', {}),
    'needs-review',
    { reasons: [{ code: 'no-row', rule: 'compact-member/NLC/PR' }] },
  ],
  [
    'in the Virgin Islands a row speaks: the compact is not live there',
    NONE,
    nurse('VI', {}),
    'block',
    { codes: ['no-authority-in-state', 'compact-not-live'] },
  ],
  [
    'counselling privilege, the home state in no list',
    'compact/COUNSELING',
    counsellor('TX'),
    'needs-review',
    { reasons: [{ code: 'no-row', rule: 'compact-member/COUNSELING/TX' }] },
  ],
];
