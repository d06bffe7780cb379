import { describe, expect, it } from 'vitest';
import type { ConsentAnswer } from '#domain/consent';
import type { LicensureAnswer } from '#domain/licensure';
import { closedGate, decideGate, type GateFacts } from './decide-gate.ts';
import { decideOverride, type OverrideFacts } from './decide-override.ts';
import type { ExceptionView } from './exception.ts';
import { GATE_PARTS, type GatePart, GateView, isOpening } from './gate-view.ts';

const NOW = new Date('2026-11-22T15:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3600_000);
const reason = (code: string, rule = 'row-1') => ({
  code,
  rule,
  source: 'a law',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
});
const licensure = (outcome: LicensureAnswer['outcome'], ...codes: string[]): LicensureAnswer => ({
  outcome,
  reasons: codes.map((code) => reason(code)),
  packs: [],
  basis: null,
  expiresAt: outcome === 'allow' ? '2026-12-31T23:59:59-08:00' : null,
});
const SIGNED: ExceptionView = {
  ...{ exceptionId: 'x1', kind: 'follow-up', rule: 'exception/follow-up', state: 'CA', source: 'a law' },
  ...{ certainty: 'read-primary', effectiveFrom: '2026-01-01', effectiveTo: null, conditions: [] },
  ...{ pack: 'licensure-places', version: '1', statement: 'Seen in May.', by: 'Helen Brooks' },
  at: NOW.toISOString(),
};
const side = { outcome: 'off', reasons: [] } as const;
const consent = (outcome: ConsentAnswer['outcome'], ...codes: string[]): ConsentAnswer => ({
  outcome,
  reasons: codes.map((code) => reason(code)),
  packs: [],
  recording: side,
  aiListening: side,
  missing: [],
});
const GOOD: GateFacts = {
  licensure: licensure('allow', 'licence-active'),
  consent: consent('allow'),
  hasBarredLicence: false,
  exception: null,
  hasRefused: false,
  isTextChanged: false,
  notInWriting: null,
  isRunning: false,
  identity: { isRight: true, at: hoursAgo(0) },
  location: {
    where: { place: 'home', address: null, state: 'CA', country: 'US' },
    at: hoursAgo(0),
  },
  callBack: { at: hoursAgo(0) },
  overrides: [],
};
const gate = (facts: Partial<GateFacts>) => decideGate({ ...GOOD, ...facts }, NOW);
const partOf = (view: GateView, part: GatePart) => {
  const found = view.parts.find((one) => one.part === part);
  if (!found) throw new Error(part);
  return found;
};
const override = (part: GatePart, ...covers: string[]): OverrideFacts => ({
  overrideId: 'o1',
  part,
  by: 'Irene Vasquez',
  role: 'supervisor',
  at: NOW.toISOString(),
  covers,
  reason: 'r',
  rule: 'r',
  checked: 'c',
});

describe('a consent that was overtaken', () => {
  const overtaken = (...whys: string[]): ConsentAnswer => ({
    ...consent('block', ...whys.map((why) => `consent-${why}`)),
    missing: whys.map((why) => ({ participant: 'patient', kind: 'telehealth' as const, why })),
  });
  it.each<[string, string[], boolean, 'needs-review' | 'block']>([
    ['given for video, and they talk by phone', ['other-modality'], true, 'needs-review'],
    ['given for video, and the phone is to come', ['other-modality'], false, 'block'],
    ['given to an older text, in the visit', ['old-version'], true, 'needs-review'],
    ['given to an older text, before it', ['old-version'], false, 'block'],
    ['not given at all, in the visit', ['not-given'], true, 'block'],
    ['withdrawn, in the visit', ['withdrawn'], true, 'block'],
    ['of two patients, one without', ['other-modality', 'not-given'], true, 'block'],
  ])('%s: %s', (_name, whys, isRunning, verdict) => {
    const part = partOf(gate({ consent: overtaken(...whys), isRunning }), 'consent');
    expect([part.verdict, part.mayOverride.length > 0]).toEqual([verdict, verdict === 'needs-review']);
    expect(part.reasons.map(({ code }) => code)).toEqual(whys.map((why) => `consent-${why}`));
  });

  it.each([
    ['before the visit', false],
    ['in the visit', true],
  ])(
    'to a text that was changed under its version is a doubt %s: a person looks, or asks again',
    (_name, isRunning) => {
      const facts = { consent: overtaken('old-version'), isTextChanged: true, isRunning };
      const part = partOf(gate(facts), 'consent');
      expect([part.verdict, part.reasons.map(({ code }) => code)]).toEqual([
        'needs-review',
        ['consent-text-changed'],
      ]);
      expect(part.mayOverride).toContain('clinician');
      const refused = partOf(gate({ ...facts, hasRefused: true }), 'consent');
      expect([refused.verdict, refused.mayOverride]).toEqual(['block', []]);
    },
  );

  it('a changed text softens nothing else', () => {
    const facts = { consent: overtaken('old-version', 'not-given'), isTextChanged: true };
    expect(partOf(gate(facts), 'consent').verdict).toBe('block');
  });

  it('spoken alone where the law asks for writing needs a review, and names the row', () => {
    const row = { code: 'consent-not-in-writing', rule: 'telehealth-consent/WY', source: 'the manual' };
    const notInWriting = { ...row, effectiveFrom: '2026-01-01', effectiveTo: null };
    const part = partOf(gate({ notInWriting }), 'consent');
    expect([part.verdict, part.reasons[0]]).toEqual(['needs-review', notInWriting]);
    expect(part.mayOverride).toContain('clinician');
    expect(partOf(gate({ notInWriting, hasRefused: true }), 'consent').verdict).toBe('block');
    // It adds a duty; it lets nothing through that is blocked.
    expect(partOf(gate({ notInWriting, consent: overtaken('not-given') }), 'consent').verdict).toBe('block');
  });

  it('is a no all the same where they said no', () => {
    const said = gate({ consent: overtaken('other-modality'), isRunning: true, hasRefused: true });
    expect(partOf(said, 'consent').verdict).toBe('block');
  });
});

describe('decideGate', () => {
  it('opens when all five say yes, and says until when', () => {
    const view = GateView.parse(gate({}));
    expect([view.verdict, view.holdsUntil]).toEqual(['allow', '2026-12-31T23:59:59-08:00']);
    expect(view.parts.map(({ part }) => part)).toEqual([...GATE_PARTS]);
  });

  it.each<[string, Partial<GateFacts>, GatePart, 'needs-review' | 'block', string]>([
    [
      'an unlicensed clinician',
      { licensure: licensure('block', 'no-licence') },
      'licensure',
      'block',
      'no-licence',
    ],
    [
      'an unverified licence',
      { licensure: licensure('needs-review', 'unverified-credential') },
      'licensure',
      'needs-review',
      'unverified-credential',
    ],
    ['rules that cannot be asked', { licensure: null }, 'licensure', 'needs-review', 'rules-unavailable'],
    ['no consent', { consent: consent('block', 'no-consent') }, 'consent', 'block', 'no-consent'],
    ['consent rules that cannot be asked', { consent: null }, 'consent', 'needs-review', 'rules-unavailable'],
    ['a refusal, whatever the rules say', { hasRefused: true }, 'consent', 'block', 'consent-refused'],
    [
      'somebody else at the link',
      { identity: { isRight: false, at: NOW } },
      'identity',
      'block',
      'identity-denied',
    ],
    ['nobody asked who it is', { identity: null }, 'identity', 'needs-review', 'missing-fact'],
    ['no place', { location: null }, 'location', 'needs-review', 'missing-fact'],
    ['no number', { callBack: null }, 'call-back', 'needs-review', 'missing-fact'],
  ])('keeps closed for %s', (_name, facts, part, verdict, code) => {
    const view = gate(facts);
    expect([view.verdict, partOf(view, part).verdict]).toEqual([verdict, verdict]);
    expect(partOf(view, part).reasons.map((one) => one.code)).toContain(code);
  });

  it('takes the worst of several', () => {
    expect(gate({ location: null, hasRefused: true }).verdict).toBe('block');
  });

  describe('a signed exception', () => {
    const by = (outcome: LicensureAnswer['outcome'], ...codes: string[]) => ({
      ...{ licensure: licensure(outcome, ...codes), exception: SIGNED },
    });

    it('opens, and is a verdict of its own', () => {
      const view = GateView.parse(gate(by('allow-by-exception', 'exception-attested')));
      const part = partOf(view, 'licensure');
      expect([view.verdict, part.verdict]).toEqual(['allow-by-exception', 'allow-by-exception']);
      expect([isOpening(view.verdict), part.exception?.by]).toEqual([true, 'Helen Brooks']);
      expect(decideOverride(part, 'supervisor')).toEqual({ ok: false, code: 'nothing-to-review' });
    });

    it('does not make a closed gate better', () => {
      expect(gate({ ...by('allow-by-exception'), hasRefused: true }).verdict).toBe('block');
      expect(gate({ ...by('allow-by-exception'), location: null }).verdict).toBe('needs-review');
    });

    it('by a rule in doubt waits for a supervisor, and stands there as signed', () => {
      const part = partOf(gate(by('needs-review', 'recalled-row')), 'licensure');
      expect([part.verdict, part.exception?.exceptionId]).toEqual(['needs-review', 'x1']);
      expect(decideOverride(part, 'supervisor').ok).toBe(true);
      expect(decideOverride(part, 'clinician').ok).toBe(false);
    });

    it.each(['allow-by-exception', 'needs-review'] as const)(
      'goes past no license that was taken: %s',
      (outcome) => {
        const part = partOf(gate({ ...by(outcome), hasBarredLicence: true }), 'licensure');
        expect([part.verdict, part.mayOverride, part.reasons[0]?.code]).toEqual([
          'block',
          [],
          'barred-licence',
        ]);
      },
    );

    it('is not spoken of where the license itself gives authority', () =>
      expect(partOf(gate(by('allow', 'licensed-here')), 'licensure')).toMatchObject({
        ...{ verdict: 'allow', exception: null },
      }));
  });

  it.each([
    ['exactly twelve hours', 12, 'allow'],
    ['a second more', 12 + 1 / 3600, 'needs-review'],
  ])('a place said %s ago', (_name, hours, verdict) => {
    const view = gate({ location: { where: GOOD.location?.where as never, at: hoursAgo(hours) } });
    expect(partOf(view, 'location').verdict).toBe(verdict);
    expect(partOf(gate({ callBack: { at: hoursAgo(hours) } }), 'call-back').verdict).toBe(verdict);
  });

  it('a gate that failed is closed and nobody overrides it', () => {
    const view = closedGate(NOW);
    expect(view.verdict).toBe('needs-review');
    for (const part of view.parts)
      expect(decideOverride(part, 'supervisor')).toEqual({ ok: false, code: 'never' });
  });
});

describe('overrides', () => {
  const unverified = { licensure: licensure('needs-review', 'unverified-credential') };

  it('open what they were recorded for, and nothing else', () => {
    const overrides = [override('licensure', 'unverified-credential|row-1')];
    expect(gate({ ...unverified, overrides }).verdict).toBe('allow');
    expect(partOf(gate({ ...unverified, overrides }), 'licensure').override?.by).toBe('Irene Vasquez');
    const more = licensure('needs-review', 'unverified-credential', 'probation');
    expect(gate({ licensure: more, overrides }).verdict).toBe('needs-review');
    expect(gate({ ...unverified, location: null, overrides }).verdict).toBe('needs-review');
    expect(
      gate({ ...unverified, overrides: [override('consent', 'unverified-credential|row-1')] }).verdict,
    ).toBe('needs-review');
  });

  it('never open a block: a refusal, a revoked or suspended licence', () => {
    const refusing = { hasRefused: true, overrides: [override('consent', 'consent-refused|visit.consent')] };
    expect(gate(refusing).verdict).toBe('block');
    const barred = {
      ...unverified,
      hasBarredLicence: true,
      overrides: [
        override('licensure', 'unverified-credential|row-1', 'barred-licence|visit.licensure.barred'),
      ],
    };
    expect(gate(barred).verdict).toBe('needs-review');
    expect(decideOverride(partOf(gate(barred), 'licensure'), 'supervisor')).toEqual({
      ok: false,
      code: 'never',
    });
    expect(decideOverride(partOf(gate(refusing), 'consent'), 'supervisor')).toEqual({
      ok: false,
      code: 'never',
    });
  });

  it.each<[GatePart, Partial<GateFacts>, 'clinician' | 'nurse' | 'supervisor' | 'biller' | null, boolean]>([
    ['licensure', unverified, 'supervisor', true],
    ['licensure', unverified, 'clinician', false],
    ['licensure', unverified, null, false],
    ['consent', { consent: null }, 'clinician', true],
    ['consent', { consent: null }, 'nurse', false],
    ['call-back', { callBack: null }, 'nurse', true],
    ['call-back', { callBack: null }, 'biller', false],
  ])('%s %j by %s', (part, facts, role, may) => {
    expect(decideOverride(partOf(gate(facts), part), role).ok).toBe(may);
  });

  it('there is nothing to override where the answer is yes', () => {
    expect(decideOverride(partOf(gate({}), 'consent'), 'supervisor')).toEqual({
      ok: false,
      code: 'nothing-to-review',
    });
  });
});
