import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { explainAnswer, listIssues, listWords, type Said } from './outcome-codes.ts';

const outcome = (code: string, vendorCode?: string, severity = 'error') => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code, ...(vendorCode && { details: { coding: [{ code: vendorCode }] } }) }],
});
const codeOf = (said: Partial<Said> & { status: number }) =>
  explainAnswer({ vendor: 'generic', isEmpty: false, words: [], ...said }).code;

describe('what an EHR means', () => {
  it.each<[Said['vendor'], number, string[], string]>([
    ['epic', 404, ['not-found', '4101'], 'ehr.not-found'],
    ['epic', 400, ['processing', '4135'], 'ehr.quota-spent'],
    ['epic', 500, ['transient', '4135'], 'ehr.quota-spent'],
    ['epic', 400, ['required', '59108'], 'ehr.element-missing'],
    ['epic', 422, ['not-supported', '59012'], 'ehr.modifier-refused'],
    ['epic', 400, ['duplicate', '59189'], 'ehr.duplicate'],
    ['epic', 400, ['processing', '59141'], 'ehr.duplicate'],
    ['epic', 400, ['value', '59100'], 'ehr.rejected'],
    ['epic', 400, ['value', '59199'], 'ehr.rejected'],
    ['epic', 400, ['value', '59200'], 'ehr.refused'],
    ['epic', 403, ['forbidden', '59187'], 'ehr.forbidden'],
    ['epic', 400, ['unauthorized_client'], 'ehr.client-unmapped'],
    ['epic', 403, ['insufficient_scope'], 'ehr.scope-missing'],
    // Another vendor's number is nobody's.
    ['oracle', 400, ['value', '59108'], 'ehr.refused'],
    ['generic', 404, ['not-found', '4101'], 'ehr.not-found'],
    ['oracle', 400, ['processing', '4135'], 'ehr.refused'],
    ['oracle', 403, ['forbidden'], 'ehr.forbidden'],
    ['oracle', 404, ['not-found'], 'ehr.not-found'],
    ['oracle', 409, ['conflict'], 'ehr.version-clash'],
    ['oracle', 412, [], 'ehr.version-clash'],
    ['oracle', 422, ['business-rule'], 'ehr.rule-broken'],
    ['oracle', 431, [], 'ehr.headers-too-large'],
    ['oracle', 400, ['invalid'], 'ehr.refused'],
    ['oracle', 429, ['throttled'], 'ehr.busy'],
    ['generic', 410, ['deleted'], 'ehr.gone'],
    ['generic', 400, ['not-supported'], 'ehr.not-supported'],
    ['generic', 501, [], 'ehr.not-supported'],
    ['generic', 500, ['exception'], 'ehr.down'],
    ['generic', 503, [], 'ehr.down'],
    ['generic', 418, [], 'ehr.refused'],
  ])('%s %i %j → %s', (vendor, status, words, code) => {
    expect(codeOf({ vendor, status, words })).toBe(code);
  });

  it('Epic’s 403 without a body is an API that is not on the app; with one it is a refusal', () => {
    expect(codeOf({ vendor: 'epic', status: 403, isEmpty: true })).toBe('ehr.api-not-on-app');
    expect(codeOf({ vendor: 'epic', status: 403 })).toBe('ehr.forbidden');
    expect(codeOf({ vendor: 'oracle', status: 403, isEmpty: true })).toBe('ehr.forbidden');
  });

  it('names the vendor’s number before FHIR’s word, for the analyst', () => {
    const said = { vendor: 'epic', status: 400, isEmpty: false, words: ['required', '59108'] } as const;
    expect(explainAnswer(said)).toMatchObject({ said: '59108', remedy: 'ask-analyst' });
    expect(explainAnswer({ ...said, words: ['required'] }).said).toBe('required');
    expect(explainAnswer({ ...said, words: [] }).said).toBeNull();
  });
});

describe('what is read of an answer', () => {
  it('words of code systems, never texts', () => {
    expect(listWords(outcome('processing', '4135'), null)).toEqual(['processing', '4135']);
    expect(listWords({ error: 'unauthorized_client', error_description: 'Ada' }, null)).toEqual([
      'unauthorized_client',
    ]);
    expect(listWords(undefined, 'Bearer error="insufficient_scope", scope="x"')).toEqual([
      'insufficient_scope',
    ]);
    expect(listWords(outcome('Ada Martin has no allergies', 'Ada'), 'Bearer error="Ada Martin"')).toEqual([]);
    expect(listWords({ error: 'Ada Martin' }, null)).toEqual([]);
  });
  it.each([
    null,
    'x',
    {},
    { resourceType: 'OperationOutcome' },
    { resourceType: 'OperationOutcome', issue: {} },
  ])('%j has no issues', (odd) => expect(listIssues(odd as unknown as Resource)).toEqual([]));
  it('an odd issue hides no other', () => {
    const odd = {
      resourceType: 'OperationOutcome',
      issue: [null, { code: 7 }, { severity: 'fatal', code: 'security' }],
    };
    expect(listIssues(odd as unknown as Resource)).toEqual([{ isError: true, words: ['security'] }]);
  });
});
