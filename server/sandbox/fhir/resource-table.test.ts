import { beforeAll, describe, expect, it } from 'vitest';
import { PERSONALITIES } from '#server/sandbox/contract';
import { buildCapabilityStatement } from './capability-statement.ts';
import type { Definitions } from './definitions.ts';
import { loadDefinitions } from './definitions.ts';
import { buildTable } from './resource-table.ts';
import { checkResource } from './validation.ts';

let definitions: Definitions;
beforeAll(async () => {
  definitions = await loadDefinitions();
});

describe.each(PERSONALITIES)('the table of %s', (personality) => {
  it('knows the kind of every parameter it names, and only inclusions that can be followed', () => {
    const { rows } = buildTable(personality);
    for (const row of rows.values()) {
      for (const include of row.includes) {
        expect([include, row.params.get(include.split(':')[1] ?? '')]).toEqual([include, 'reference']);
      }
      for (const reverse of row.revIncludes) {
        const [type = '', param = ''] = reverse.split(':');
        expect([reverse, rows.get(type)?.params.get(param)]).toEqual([reverse, 'reference']);
      }
    }
  });

  it('makes a CapabilityStatement that is valid FHIR', () => {
    const statement = buildCapabilityStatement(
      buildTable(personality),
      'http://127.0.0.1/fhir',
      '2026-01-01T00:00:00Z',
    );
    expect(() => checkResource(statement, definitions)).not.toThrow();
  });
});
