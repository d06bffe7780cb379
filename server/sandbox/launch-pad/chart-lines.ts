// The few lines of a chart that stand beside the side panel: problems and allergies, as a glance.
import type { CodeableConcept } from '@medplum/fhirtypes';
import type { PartitionReader } from '#server/sandbox/contract';

export interface ChartSection {
  title: string;
  lines: string[];
}

const SECTIONS = [
  ['Problems', 'Condition'],
  ['Allergies', 'AllergyIntolerance'],
] as const;

function nameOf(resource: object): string | undefined {
  const code = (resource as { code?: CodeableConcept }).code;
  return code?.text ?? code?.coding?.[0]?.display;
}

export async function listChartLines(reader: PartitionReader, patient: string): Promise<ChartSection[]> {
  return Promise.all(
    SECTIONS.map(async ([title, type]) => {
      const found = await reader.search(`${type}?patient=${patient}&_count=12`);
      return { title, lines: [...new Set(found.map(nameOf).filter((name) => name !== undefined))] };
    }),
  );
}
