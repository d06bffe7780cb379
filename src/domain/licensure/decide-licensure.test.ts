import { describe, expect, it } from 'vitest';
import type { RowKind, RulePacks, RuleRow } from '#domain/rules';
import { type Credential, decideLicensure, type LicensureFacts } from './index.ts';

const PACK = { pack: 'licensure-compacts', version: '1', asOf: '2026-11-01' };
const row = (kind: RowKind, key: string, value: object, change: Partial<RuleRow> = {}): RuleRow =>
  ({
    ...{ id: `${kind}/${key}`, kind, key, value, pack: PACK, verified: null },
    ...{ from: '2026-01-01', to: '2027-06-30', source: 'a list', certainty: 'read-primary' },
    ...change,
  }) as RuleRow;
const member = (key: string, status: string, change: Partial<RuleRow> = {}) =>
  row('compact-member', key, { status }, change);
const compact = (key: string, value: object, change: Partial<RuleRow> = {}) =>
  row('compact', key, { isIssuing: true, listIsWhole: false, ...value }, change);
const COUNSELING = compact('COUNSELING', { grants: 'privilege', professions: ['professional-counselor'] });
const NLC = compact('NLC', { grants: 'automatic', professions: ['nurse'], listIsWhole: true });
const PSYPACT = compact('PSYPACT', { grants: 'authorisation', professions: ['psychologist'] });
const OWN = row('licence-policy', 'state-licence', {}, { from: null, to: null, certainty: 'decision' });
const NONE = row('licence-policy', 'no-basis', {}, { from: null, to: null, certainty: 'decision' });

const packsOf = (...rows: RuleRow[]): RulePacks => ({
  rows: Map.groupBy([OWN, NONE, ...rows], ({ id }) => id),
  read: { billing: [], licensure: [PACK], consent: [], prescribing: [], 'red-flags': [] },
});
const held = (change: Partial<Credential>): Credential => ({
  ...{ kind: 'licence', state: 'TX', status: 'active', from: '2026-01-01', to: '2028-12-31' },
  ...{ verifiedOn: '2026-06-01', source: 'primary' },
  ...change,
});
const ask = (
  profession: LicensureFacts['profession'],
  patientState: LicensureFacts['patientState'],
  credentials: Credential[],
  ...rows: RuleRow[]
) => {
  const facts = { id: 'x', at: '2026-11-22T18:00:00Z', profession, patientState, credentials };
  const { outcome, reasons, expiresAt } = decideLicensure(facts, packsOf(...rows));
  return { outcome, said: reasons.map(({ code, rule }) => `${code} ${rule}`), expiresAt };
};
const multistate = (change: Partial<Credential> = {}) =>
  held({ kind: 'multistate-licence', compact: 'NLC', residenceState: true, ...change });
const privilege = (change: Partial<Credential> = {}) =>
  held({ kind: 'compact-privilege', compact: 'COUNSELING', state: 'OH', ...change });

describe('what was not said of a credential', () => {
  it.each([
    ['a privilege of no compact', 'professional-counselor', privilege({ compact: undefined }), 'compact'],
    ['a nurse’s privilege of no compact', 'nurse', privilege({ compact: undefined }), 'compact'],
    ['a multistate licence of no nurse', 'social-worker', multistate({ compact: undefined }), 'compact'],
    ['a privilege of no state', 'professional-counselor', privilege({ state: undefined }), 'state'],
    ['a multistate licence of no state', 'nurse', multistate({ state: undefined }), 'state'],
    ['a licence of no state', 'nurse', held({ state: undefined }), 'state'],
  ] as const)('%s', (_, profession, one, field) =>
    expect(
      ask(
        profession,
        'OH',
        [one],
        COUNSELING,
        NLC,
        member('COUNSELING/OH', 'live'),
        member('NLC/OH', 'live'),
      ),
    ).toEqual({ outcome: 'needs-review', said: [`missing-fact ${field}`], expiresAt: null }),
  );

  it('of no state and not of the residence state: the state would not decide', () =>
    expect(
      ask(
        'nurse',
        'OH',
        [multistate({ state: undefined, residenceState: false })],
        NLC,
        member('NLC/OH', 'live'),
      ),
    ).toMatchObject({
      outcome: 'block',
      said: [
        'no-authority-in-state licence-policy/no-basis',
        'not-of-the-residence-state multistate-licence',
      ],
    }));

  it('a nurse in advanced practice without the compact’s name: there is one only, and not for them', () =>
    expect(ask('advanced-practice-nurse', 'OH', [multistate({ compact: undefined })], NLC).said).toContain(
      'profession-outside-compact compact/NLC',
    ));
});

describe('a credential of another kind than the compact gives', () => {
  it.each([
    ['a privilege under the compact of nurses', 'nurse', privilege({ compact: 'NLC' }), 'compact/NLC'],
    [
      'a multistate licence of counselors',
      'professional-counselor',
      multistate({ compact: 'Counseling' }),
      'compact/COUNSELING',
    ],
  ] as const)('%s', (_, profession, one, rule) =>
    expect(
      ask(
        profession,
        'OH',
        [one],
        COUNSELING,
        NLC,
        member('COUNSELING/OH', 'live'),
        member('NLC/OH', 'live'),
      ),
    ).toMatchObject({
      outcome: 'block',
      said: ['no-authority-in-state licence-policy/no-basis', `credential-not-of-this-compact ${rule}`],
    }),
  );

  it('a privilege is of no residence: that it is not of one would not decide', () =>
    expect(
      ask(
        'professional-counselor',
        'OH',
        [privilege({ residenceState: false })],
        COUNSELING,
        member('COUNSELING/OH', 'live'),
      ).outcome,
    ).toBe('allow'));

  it('a licence of another state, self-reported: that it is of another state decides', () =>
    expect(ask('nurse', 'OH', [held({ source: 'self-reported' })])).toMatchObject({
      outcome: 'block',
      said: ['no-authority-in-state licence-policy/no-basis', 'credential-of-another-state licence/TX'],
    }));

  it('a letter of qualification is of one compact, said or not', () =>
    expect(
      ask(
        'physician',
        'OH',
        [held({ kind: 'letter-of-qualification', state: undefined })],
        compact('IMLC', { grants: 'nothing', professions: ['physician'] }),
      ),
    ).toMatchObject({
      outcome: 'block',
      said: ['no-authority-in-state licence-policy/no-basis', 'no-authority-by-itself compact/IMLC'],
    }));
});

describe('how long it holds: the credential, the compact, each state', () => {
  const of = ([licence, row, home, there]: readonly string[]) =>
    ask(
      'nurse',
      'OH',
      [multistate({ ...(licence && { to: licence }), compact: ' nlc ' })],
      { ...NLC, to: row ?? null },
      member('NLC/TX', 'live', { to: home ?? null }),
      member('NLC/OH', 'live', { to: there ?? null }),
    );
  const [near, far] = ['2026-12-31', '2027-06-30'];

  it.each([
    ['the licence', [near, far, far, far]],
    ['the compact', [far, near, far, far]],
    ['the home state', [far, far, near, far]],
    ['the patient’s state', [far, far, far, near]],
  ])('%s ends first', (_, ends) =>
    expect(of(ends)).toEqual({
      outcome: 'allow',
      said: [
        'compact compact/NLC',
        'compact-live compact-member/NLC/TX',
        'compact-live compact-member/NLC/OH',
      ],
      expiresAt: '2026-12-31T23:59:59-05:00',
    }),
  );

  it('rows without an end leave it to the credential', () =>
    expect(
      ask(
        'professional-counselor',
        'OH',
        [privilege()],
        { ...COUNSELING, to: null },
        member('COUNSELING/OH', 'live', { to: null }),
      ),
    ).toMatchObject({ outcome: 'allow', expiresAt: '2028-12-31T23:59:59-05:00' }));
});

describe('rows that do not decide', () => {
  it('the compact’s own', () =>
    expect(
      ask(
        'professional-counselor',
        'OH',
        [privilege()],
        { ...COUNSELING, certainty: 'single-source' },
        member('COUNSELING/OH', 'live'),
      ),
    ).toMatchObject({ outcome: 'needs-review', said: ['single-source-row compact/COUNSELING'] }));

  it('a state whose row ran out is not outside, though the list is whole', () =>
    expect(
      ask(
        'nurse',
        'OH',
        [multistate()],
        NLC,
        member('NLC/TX', 'live'),
        member('NLC/OH', 'live', { to: '2026-11-21' }),
      ),
    ).toMatchObject({ outcome: 'needs-review', said: ['row-ran-out compact-member/NLC/OH'] }));

  it('what is nothing goes before what is doubtful, whichever state it is', () =>
    expect(
      ask('nurse', 'OH', [multistate()], NLC, member('NLC/TX', 'partial'), member('NLC/OH', 'enacted')).said,
    ).toEqual(['no-authority-in-state licence-policy/no-basis', 'compact-not-live compact-member/NLC/OH']));
});

describe('a state of residence on record that contradicts the credential', () => {
  const home = (state: Credential['state']) => held({ state, residenceState: true });

  it('a multistate licence, and a licence of another residence outside the compact', () =>
    expect(
      ask('nurse', 'OH', [multistate(), home('CA')], NLC, member('NLC/TX', 'live'), member('NLC/OH', 'live')),
    ).toMatchObject({
      outcome: 'needs-review',
      said: ['state-outside-compact compact-member/NLC/CA'],
    }));

  it('an authorisation, and a home that is no member', () =>
    expect(
      ask(
        'psychologist',
        'OH',
        [held({ kind: 'psypact-apit', state: undefined }), home('NY')],
        PSYPACT,
        member('PSYPACT/OH', 'live'),
        member('PSYPACT/NY', 'not-member'),
      ),
    ).toMatchObject({
      outcome: 'needs-review',
      said: ['state-outside-compact compact-member/PSYPACT/NY'],
    }));

  it('an authorisation, and a home that is one', () =>
    expect(
      ask(
        'psychologist',
        'OH',
        [held({ kind: 'psypact-apit', state: undefined }), home('TX')],
        PSYPACT,
        member('PSYPACT/OH', 'live'),
        member('PSYPACT/TX', 'live'),
      ),
    ).toMatchObject({
      outcome: 'allow',
      said: [
        'compact compact/PSYPACT',
        'compact-live compact-member/PSYPACT/OH',
        'compact-live compact-member/PSYPACT/TX',
      ],
    }));

  it('a home that is the patient’s own state contradicts nothing', () =>
    expect(
      ask(
        'professional-counselor',
        'OH',
        [privilege(), held({ state: 'OH', residenceState: true, to: '2026-10-01' })],
        COUNSELING,
        member('COUNSELING/OH', 'live'),
      ),
    ).toMatchObject({
      outcome: 'allow',
      said: ['compact compact/COUNSELING', 'compact-live compact-member/COUNSELING/OH'],
    }));
});

describe('a territory', () => {
  const own = row('licence-policy', 'VI', {}, { to: '2027-03-31' });
  const said = (...credentials: Credential[]) =>
    ask(
      'nurse',
      'VI',
      credentials,
      NLC,
      member('NLC/TX', 'live'),
      member('NLC/VI', 'enacted'),
      member('NLC/MA', 'enacted'),
    );

  it('a row that says the compact has not begun there settles it', () =>
    expect(said(multistate())).toMatchObject({
      outcome: 'block',
      said: ['no-authority-in-state licence-policy/no-basis', 'compact-not-live compact-member/NLC/VI'],
    }));

  it('a credential of another state beside it unsettles nothing', () =>
    expect(said(held({}), multistate()).outcome).toBe('block'));

  it('that the home state has not begun says nothing of it', () =>
    expect(said(multistate({ state: 'MA' }))).toMatchObject({
      outcome: 'needs-review',
      said: ['no-row licence-policy/VI', 'compact-not-live compact-member/NLC/MA'],
    }));

  it('a credential of another kind than a compact gives says nothing of it', () =>
    expect(said(privilege({ compact: 'NLC', state: 'TX' })).outcome).toBe('needs-review'));

  it('a licence of its own holds as long as the row about it', () =>
    expect(ask('nurse', 'VI', [held({ state: 'VI' })], own)).toMatchObject({
      outcome: 'allow',
      expiresAt: '2027-03-31T23:59:59-04:00',
    }));

  it('with a row of its own, nothing on record is no authority', () =>
    expect(ask('nurse', 'VI', [], own).outcome).toBe('block'));
});

describe('a registration for care from afar', () => {
  const registered = (state: Credential['state']) => held({ kind: 'telehealth-registration', state });

  it('that was read holds as long as its row', () =>
    expect(ask('physician', 'FL', [registered('FL')], row('registration', 'FL', {}))).toEqual({
      ...{ outcome: 'allow', said: ['registration-here registration/FL'] },
      expiresAt: '2027-06-30T23:59:59-04:00',
    }));

  it('in a territory needs the territory’s row first', () =>
    expect(ask('physician', 'PR', [registered('PR')], row('registration', 'PR', {})).said).toEqual([
      'no-row licence-policy/PR',
    ]));
});

it('of two that hold equally long the first on record is the basis', () => {
  const credentials = [held({ state: 'TX' }), multistate()];
  const facts = {
    id: 'x',
    at: '2026-11-22T18:00:00Z',
    profession: 'nurse' as const,
    patientState: 'TX' as const,
  };
  expect(decideLicensure({ ...facts, credentials }, packsOf()).basis?.kind).toBe('licence');
});

it('a credential of no state is called by its kind', () =>
  expect(
    ask(
      'psychologist',
      'OH',
      [held({ kind: 'psypact-apit', state: undefined, status: 'expired' })],
      PSYPACT,
      member('PSYPACT/OH', 'live'),
    ).said,
  ).toContain('credential-expired psypact-apit'));
