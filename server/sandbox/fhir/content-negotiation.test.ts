import { describe, expect, it } from 'vitest';
import { acceptsJson, asksForJson, listAccepted } from './content-negotiation.ts';

describe('listAccepted', () => {
  it('orders by quality and leaves out what is refused', () => {
    expect(listAccepted('text/html;q=0.2, application/fhir+json, */*;q=0')).toEqual([
      'application/fhir+json',
      'text/html',
    ]);
    expect(listAccepted(undefined)).toEqual(['*/*']);
  });
});

describe('acceptsJson and asksForJson', () => {
  it.each([
    [undefined, undefined, true, false],
    ['*/*', undefined, true, false],
    ['application/*', undefined, true, false],
    ['application/fhir+json', undefined, true, true],
    ['application/json;q=0.1', undefined, true, true],
    ['application/fhir+json;q=0', undefined, false, false],
    ['application/fhir+xml', undefined, false, false],
    ['text/html', 'json', true, true],
    ['application/fhir+json', 'xml', false, false],
    [undefined, 'application/fhir json', true, true],
  ])('Accept %s, _format %s', (header, format, accepts, asks) => {
    expect([acceptsJson(header, format), asksForJson(header, format)]).toEqual([accepts, asks]);
  });
});
