import { describe, expect, it } from 'vitest';
import { demandOrder } from './check-order.ts';
import { neverLeft } from './never-left.ts';
import type { WriteOrder } from './write-order.ts';

const BASE = 'https://ehr.example/fhir';
const note = (patient: string, parts: object = {}) => ({
  resourceType: 'DocumentReference',
  subject: { reference: patient },
  ...parts,
});
const order = (parts: Partial<WriteOrder>): WriteOrder => ({
  tenantId: 'one',
  owner: { iss: BASE, sub: 'p', patient: 'Patient/ada' },
  patient: 'Patient/ada',
  method: 'create',
  path: 'DocumentReference',
  body: note('Patient/ada'),
  ...parts,
});
const taken = (parts: Partial<WriteOrder>) => demandOrder(order(parts), BASE);
const refused = (parts: Partial<WriteOrder>) => expect(() => taken(parts)).toThrow(/does not agree/);

describe('an order', () => {
  it('is taken where address, body and patient agree', () => {
    expect(taken({})).toEqual({ type: 'DocumentReference', id: null, patientId: 'ada' });
    expect(
      taken({ method: 'update', path: 'DocumentReference/7', body: note('Patient/ada', { id: '7' }) }),
    ).toMatchObject({ id: '7' });
    const charge = { resourceType: 'ChargeItem', subject: { reference: `${BASE}/Patient/ada` } };
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'chargeItem', resource: charge }] };
    expect(taken({ method: 'operation', path: 'ChargeItem/$create', body: parameters })).toMatchObject({
      type: 'ChargeItem',
      id: null,
    });
    expect(taken({ method: 'patch', path: 'Encounter/e1', body: [{ op: 'add' }] })).toMatchObject({
      id: 'e1',
    });
  });

  it('is never for another patient than its owner’s token serves, nor about one', () => {
    refused({ patient: 'Patient/eve' });
    refused({ body: note('Patient/eve') });
    refused({ body: note('https://other.example/fhir/Patient/ada') });
    refused({ body: { resourceType: 'DocumentReference' } });
    refused({ patient: 'Patient/..' });
    const charge = { resourceType: 'ChargeItem', subject: { reference: 'Patient/eve' } };
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'chargeItem', resource: charge }] };
    refused({ method: 'operation', path: 'ChargeItem/$create', body: parameters });
    refused({ method: 'operation', path: 'ChargeItem/$create', body: { resourceType: 'Parameters' } });
  });

  it('goes to one place below the base and nowhere else', () => {
    for (const path of ['DocumentReference/7', '../x', 'https://e.example/', 'DocumentReference?a=b', ''])
      refused({ path });
    refused({ path: 'Encounter' });
    refused({ method: 'update', path: 'DocumentReference/..', body: note('Patient/ada', { id: '..' }) });
    refused({ method: 'update', path: 'DocumentReference/7', body: note('Patient/ada', { id: '8' }) });
    refused({ method: 'patch', path: 'Encounter/e1', body: {} });
    refused({ method: 'operation', path: 'ChargeItem/create' });
  });
});

describe('whether a request can have left', () => {
  const failing = (fields: object) =>
    new Error('outer', { cause: Object.assign(new Error('inner'), fields) });
  it('never without a connection', () => {
    expect(neverLeft(failing({ code: 'ECONNREFUSED', syscall: 'connect' }))).toBe(true);
    expect(neverLeft(failing({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }))).toBe(true);
    expect(neverLeft(failing({ code: 'UND_ERR_CONNECT_TIMEOUT' }))).toBe(true);
    expect(neverLeft(failing({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toBe(true);
    const refusal = Object.assign(new Error('x'), { syscall: 'connect' });
    expect(neverLeft(new AggregateError([refusal, refusal]))).toBe(true);
  });
  it('perhaps, once there was one', () => {
    expect(neverLeft(failing({ code: 'ECONNRESET', syscall: 'read' }))).toBe(false);
    expect(neverLeft(failing({ code: 'EHOSTUNREACH', syscall: 'write' }))).toBe(false);
    expect(neverLeft(failing({ code: 'UND_ERR_SOCKET' }))).toBe(false);
    expect(neverLeft(failing({ code: 'UND_ERR_HEADERS_TIMEOUT' }))).toBe(false);
    const refusal = Object.assign(new Error('x'), { syscall: 'connect' });
    expect(neverLeft(new AggregateError([refusal, new Error('reset')]))).toBe(false);
    expect(neverLeft(new Error('?'))).toBe(false);
  });
});
