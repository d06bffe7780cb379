import { describe, expect, it } from 'vitest';
import type { StatementSummary, Vendor } from '#domain/launch';
import { DELIVERY_KINDS } from './delivery-state.ts';
import { type ItemToPlan, planDelivery } from './plan-delivery.ts';

const STATEMENTS: Record<Vendor, StatementSummary> = {
  generic: {
    Encounter: { interactions: ['create', 'update', 'patch'], operations: [] },
    DocumentReference: { interactions: ['create', 'update'], operations: [] },
    ChargeItem: { interactions: ['create'], operations: [] },
  },
  epic: {
    Encounter: { interactions: ['read', 'search-type'], operations: [] },
    DocumentReference: { interactions: ['create', 'read'], operations: [] },
  },
  oracle: {
    Encounter: { interactions: ['create', 'patch'], operations: [] },
    DocumentReference: { interactions: ['create', 'update'], operations: [] },
    ChargeItem: { interactions: ['read'], operations: ['create', 'credit'] },
  },
};

const plan = (
  vendor: Vendor,
  item: Partial<ItemToPlan> & Pick<ItemToPlan, 'kind'>,
  can: { statement?: StatementSummary | 'unreadable'; hasHl7v2?: boolean } = {},
) => {
  const { statement = STATEMENTS[vendor], hasHl7v2 = false } = can;
  const whole: ItemToPlan = {
    source: 'encounter',
    encounter: '9',
    ownEncounter: null,
    buildsOn: null,
    ...item,
  };
  const planned = planDelivery({ vendor, statement, hasHl7v2 }, whole);
  return planned.route === 'person' ? `person ${planned.why}` : planned.route;
};
const noteThere: ItemToPlan['buildsOn'] = { state: 'confirmed', route: 'create', hasId: true };
const own = { source: 'own', encounter: null } as const;

describe('the encounter', () => {
  it.each<[Vendor, string]>([
    ['generic', 'create'],
    ['oracle', 'create'],
    ['epic', 'kept-by-ehr'],
  ])('%s, chosen to have none: %s', (vendor, route) => {
    expect(plan(vendor, { kind: 'encounter', ...own })).toBe(route);
  });

  it.each<[string, Partial<ItemToPlan>]>([
    ['the visit was made from one', { source: 'encounter', encounter: '9' }],
    [
      'the visit was made from an appointment, and nobody chose to have none',
      { source: 'appointment', encounter: null },
    ],
    ['the launch gave one', { source: 'own', encounter: '9' }],
  ])('is kept by the EHR when %s', (_name, more) => {
    for (const vendor of ['generic', 'oracle', 'epic'] as const)
      expect(plan(vendor, { kind: 'encounter', ...more })).toBe('kept-by-ehr');
  });

  it('is kept by an EHR that does not say it takes one', () => {
    const statement = { Encounter: { interactions: ['read'], operations: [] } };
    expect(plan('generic', { kind: 'encounter', ...own }, { statement })).toBe('kept-by-ehr');
    expect(plan('generic', { kind: 'encounter', ...own }, { statement: {} })).toBe('kept-by-ehr');
    expect(plan('generic', { kind: 'encounter', ...own }, { statement: 'unreadable' })).toBe('create');
  });

  it('ends by a patch, by hand where there is none', () => {
    const end = { kind: 'encounter-end', ownEncounter: 'confirmed', buildsOn: noteThere } as const;
    expect(plan('generic', end)).toBe('patch');
    expect(plan('oracle', end)).toBe('patch');
    const noPatch = { Encounter: { interactions: ['create', 'update'], operations: [] } };
    expect(plan('generic', end, { statement: noPatch })).toBe('person ehr-takes-none');
    expect(plan('oracle', end, { statement: noPatch })).toBe('person ehr-takes-none');
  });

  it('ends where it is kept', () => {
    expect(plan('generic', { kind: 'encounter-end' })).toBe('kept-by-ehr');
    const found = { ...noteThere, route: 'kept-by-ehr', hasId: false } as const;
    expect(plan('oracle', { kind: 'encounter-end', ownEncounter: 'confirmed', buildsOn: found })).toBe(
      'kept-by-ehr',
    );
  });

  it.each(['refused', 'handed-over'] as const)('ends by hand when its beginning is %s', (state) => {
    const buildsOn = { state, route: 'create', hasId: false } as const;
    expect(plan('generic', { kind: 'encounter-end', ownEncounter: state, buildsOn })).toBe(
      'person follows-by-hand',
    );
  });
});

describe('the note', () => {
  it.each<Vendor>(['generic', 'epic', 'oracle'])('%s takes it', (vendor) => {
    expect(plan(vendor, { kind: 'note' })).toBe('create');
  });

  it('without an encounter: Epic files none, the others do', () => {
    expect(plan('epic', { kind: 'note', ...own })).toBe('person no-encounter');
    expect(plan('epic', { kind: 'note', ...own }, { hasHl7v2: true })).toBe('hl7v2');
    expect(plan('generic', { kind: 'note', ...own })).toBe('create');
    expect(plan('oracle', { kind: 'note', ...own })).toBe('create');
  });

  it('goes by hand where the EHR does not say it takes one', () => {
    expect(plan('generic', { kind: 'note' }, { statement: {} })).toBe('person ehr-takes-none');
  });

  it('is added to and replaced by a note beside it; Oracle Health amends the one it has', () => {
    for (const vendor of ['generic', 'epic', 'oracle'] as const)
      expect(plan(vendor, { kind: 'addendum', buildsOn: noteThere })).toBe('create');
    expect(plan('generic', { kind: 'replacement', buildsOn: noteThere })).toBe('create');
    expect(plan('epic', { kind: 'replacement', buildsOn: noteThere })).toBe('create');
    expect(plan('oracle', { kind: 'replacement', buildsOn: noteThere })).toBe('update');
  });

  it('is withdrawn by an update, at Epic by a note that says so', () => {
    const withdrawal = { kind: 'withdrawal', buildsOn: noteThere } as const;
    expect(plan('generic', withdrawal)).toBe('update');
    expect(plan('oracle', withdrawal)).toBe('update');
    expect(plan('epic', withdrawal)).toBe('create');
    const noUpdate = { DocumentReference: { interactions: ['create'], operations: [] } };
    expect(plan('generic', withdrawal, { statement: noUpdate })).toBe('person ehr-takes-none');
  });

  it.each(['addendum', 'replacement', 'withdrawal'] as const)('its %s follows it by hand', (kind) => {
    for (const buildsOn of [
      { state: 'done-by-person', route: 'person', hasId: false },
      { state: 'handed-over', route: 'person', hasId: false },
      { state: 'refused', route: 'create', hasId: false },
    ] as const)
      expect(plan('generic', { kind, buildsOn })).toBe('person follows-by-hand');
  });

  it.each(['addendum', 'replacement', 'withdrawal'] as const)('its %s follows it as a message', (kind) => {
    const buildsOn = { state: 'confirmed', route: 'hl7v2', hasId: false } as const;
    expect(plan('epic', { kind, buildsOn }, { hasHl7v2: true })).toBe('hl7v2');
    expect(plan('epic', { kind, buildsOn })).toBe('person follows-by-hand');
    const refused = { ...buildsOn, state: 'refused' } as const;
    expect(plan('epic', { kind, buildsOn: refused }, { hasHl7v2: true })).toBe('person follows-by-hand');
  });
});

describe('the charge', () => {
  it('goes as each EHR takes it', () => {
    expect(plan('generic', { kind: 'charge' })).toBe('create');
    expect(plan('oracle', { kind: 'charge' })).toBe('operation');
    expect(plan('epic', { kind: 'charge' })).toBe('person ehr-takes-none');
    expect(plan('epic', { kind: 'charge' }, { hasHl7v2: true })).toBe('hl7v2');
  });

  it('Oracle’s operation needs an encounter', () => {
    expect(plan('oracle', { kind: 'charge', encounter: null })).toBe('person no-encounter');
  });

  it('goes by hand where the operation is not offered', () => {
    const statement = { ChargeItem: { interactions: ['read'], operations: [] } };
    expect(plan('oracle', { kind: 'charge' }, { statement })).toBe('person ehr-takes-none');
  });
});

describe('the credit of a charge', () => {
  const creditAfter = (route: NonNullable<ItemToPlan['buildsOn']>['route'], hasId = true) =>
    ({ kind: 'charge-credit', buildsOn: { state: 'confirmed', route, hasId } }) as const;
  const updates = { ChargeItem: { interactions: ['create', 'update'], operations: [] } };

  it('is an update where the EHR says that it takes one, and only of a charge whose id it told', () => {
    expect(plan('generic', creditAfter('create'), { statement: updates })).toBe('update');
    expect(plan('generic', creditAfter('create'))).toBe('person takes-no-credit');
    expect(plan('generic', creditAfter('create'), { statement: 'unreadable' })).toBe(
      'person takes-no-credit',
    );
    expect(plan('generic', creditAfter('create', false), { statement: updates })).toBe(
      'person takes-no-credit',
    );
  });

  it('is a message after a message, and only then', () => {
    expect(plan('epic', creditAfter('hl7v2', false), { hasHl7v2: true })).toBe('hl7v2');
    expect(plan('epic', creditAfter('hl7v2', false))).toBe('person takes-no-credit');
    expect(plan('generic', creditAfter('create'), { hasHl7v2: true })).toBe('person takes-no-credit');
  });

  it('is a person’s at Oracle Health, whatever it offers, and after a person', () => {
    expect(plan('oracle', creditAfter('operation', false))).toBe('person takes-no-credit');
    const byHand = { state: 'done-by-person', route: 'person', hasId: false } as const;
    for (const vendor of ['generic', 'epic', 'oracle'] as const)
      expect(plan(vendor, { kind: 'charge-credit', buildsOn: byHand }, { statement: updates })).toBe(
        'person follows-by-hand',
      );
  });
});

it('every kind has a road at every EHR, whatever it says', () => {
  for (const vendor of ['generic', 'epic', 'oracle'] as const)
    for (const kind of DELIVERY_KINDS)
      for (const statement of [{}, 'unreadable'] as const)
        expect(plan(vendor, { kind }, { statement })).toMatch(/^[a-z]/);
});
