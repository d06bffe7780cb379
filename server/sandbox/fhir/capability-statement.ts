// /metadata: what a personality serves, generated from the table the router obeys, so that it cannot say
// anything else. Must not know requests or storage.
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import type { PersonalityName } from '#server/sandbox/contract';
import type { ParamKind } from './index-values.ts';
import { hasTrait } from './personality-traits.ts';
import type { ServedTable, TypeRow } from './resource-table.ts';

const NAMES: Readonly<Record<PersonalityName, string>> = {
  generic: 'Webside sandbox EHR (plain FHIR)',
  epic: 'Webside sandbox EHR (in the manner of Epic)',
  oracle: 'Webside sandbox EHR (in the manner of Oracle Health)',
};

const OPERATIONS = 'https://webside.example/fhir/OperationDefinition';

/** The statement of a personality; `startedAt` is a FHIR dateTime. */
export function buildCapabilityStatement(
  table: ServedTable,
  baseUrl: string,
  startedAt: string,
): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: startedAt,
    kind: 'instance',
    software: { name: 'Webside sandbox EHR' },
    implementation: { description: NAMES[table.personality], url: baseUrl },
    fhirVersion: '4.0.1',
    format: formatsOf(table.personality),
    ...(table.takesConditional
      ? { patchFormat: ['application/json-patch+json', 'application/fhir+json'] }
      : {}),
    implementationGuide: ['http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core'],
    rest: [
      {
        mode: 'server',
        security: {
          cors: table.personality === 'generic' || hasTrait(table.personality, 'oracle.cors'),
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description: `SMART App Launch 2.2; discovery at ${baseUrl}/.well-known/smart-configuration`,
        },
        resource: [...table.rows.values()].map((row) => buildRow(row, table)),
        ...(table.takesBatch ? { interaction: [{ code: 'batch' }, { code: 'transaction' }] } : {}),
      },
    ],
  };
}

function formatsOf(personality: PersonalityName): string[] {
  return hasTrait(personality, 'epic.metadata-xml')
    ? ['application/fhir+json', 'xml']
    : ['application/fhir+json'];
}

function buildRow(row: TypeRow, table: ServedTable): CapabilityStatementRestResource {
  const { takesConditional } = table;
  return {
    type: row.type as CapabilityStatementRestResource['type'] & string,
    interaction: row.interactions.map((code) => ({ code })),
    versioning: hasTrait(table.personality, 'epic.no-etag') ? 'no-version' : 'versioned',
    readHistory: row.interactions.includes('vread'),
    updateCreate: takesConditional && row.interactions.includes('update'),
    conditionalCreate: takesConditional && row.interactions.includes('create'),
    conditionalUpdate: takesConditional && row.interactions.includes('update'),
    conditionalDelete: takesConditional && row.interactions.includes('delete') ? 'single' : 'not-supported',
    ...(row.operations.length > 0
      ? {
          operation: row.operations.map((name) => ({
            name,
            definition: `${OPERATIONS}/${row.type}-${name}`,
          })),
        }
      : {}),
    ...(row.includes.length > 0 ? { searchInclude: [...row.includes] } : {}),
    ...(row.revIncludes.length > 0 ? { searchRevInclude: [...row.revIncludes] } : {}),
    ...(row.params.size > 0 ? { searchParam: [...row.params].map(buildParam) } : {}),
  };
}

function buildParam([name, type]: [string, ParamKind]): CapabilityStatementRestResourceSearchParam {
  return { name, type };
}
