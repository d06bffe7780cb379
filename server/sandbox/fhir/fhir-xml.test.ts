import { describe, expect, it } from 'vitest';
import { toFhirXml } from './fhir-xml.ts';

describe('toFhirXml', () => {
  it('writes primitives as values, lists as repeats, objects as elements, in order', () => {
    const resource = {
      resourceType: 'Basic',
      id: 'a',
      n: 3,
      yes: false,
      code: { text: 'left out', coding: [{ code: 'x' }, { code: 'y' }] },
    };
    expect(toFhirXml(resource).split('\n')[1]).toBe(
      '<Basic xmlns="http://hl7.org/fhir"><id value="a"/><n value="3"/><yes value="false"/><code><coding><code value="x"/></coding><coding><code value="y"/></coding></code></Basic>',
    );
  });

  it('escapes what would end a value', () => {
    expect(toFhirXml({ resourceType: 'Basic', id: '"<&' } as { resourceType: string })).toContain(
      'value="&quot;&lt;&amp;"',
    );
  });
});
