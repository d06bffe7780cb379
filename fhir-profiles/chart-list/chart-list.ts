// From the resources of one page to the rows of one list: each read by its profile, folded and put in order.
// The same on the server (the chart's stream) and in the browser (later pages).
import {
  type AnyRow,
  type ChartListName,
  foldRows,
  orderRows,
  type RowsOf,
  type UnshownRow,
} from '#domain/chart';
import { readAllergy } from '#profiles/allergy';
import { readAppointment } from '#profiles/appointment';
import { readCondition } from '#profiles/condition';
import { readCoverage } from '#profiles/coverage';
import { readDocumentReference } from '#profiles/document-reference';
import type { Read } from '#profiles/elements';
import { readEncounter } from '#profiles/encounter';
import { readImmunization } from '#profiles/immunization';
import { readMedicationRequest } from '#profiles/medication-request';
import { readObservation } from '#profiles/observation';
import { readProcedure } from '#profiles/procedure';

/** Every list but the patient, who is one and not a list. */
export type EntryListName = Exclude<ChartListName, 'patient'>;

const READERS: { [Name in EntryListName]: (resource: unknown) => Read<RowsOf<Name>[number]> } = {
  allergies: readAllergy,
  problems: readCondition,
  medications: readMedicationRequest,
  vitals: readObservation,
  labs: readObservation,
  documents: readDocumentReference,
  encounters: readEncounter,
  appointments: readAppointment,
  immunizations: readImmunization,
  procedures: readProcedure,
  coverage: readCoverage,
};

export interface ChartRows<Name extends EntryListName> {
  rows: RowsOf<Name>;
  unshown: UnshownRow[];
  enteredInError: number;
}

/** Never throws, whatever the resources are. */
export function readChartRows<Name extends EntryListName>(
  list: Name,
  resources: readonly unknown[],
): ChartRows<Name> {
  const read = READERS[list] as (resource: unknown) => Read<AnyRow>;
  const rows: AnyRow[] = [];
  const unshown: UnshownRow[] = [];
  let enteredInError = 0;
  for (const resource of resources) {
    const one = read(resource);
    if (one.state === 'shown') rows.push(one.row);
    else if (one.state === 'cannot-show') unshown.push(one.unshown);
    else enteredInError += 1;
  }
  return { rows: orderRows(list, foldRows(list, rows)) as RowsOf<Name>, unshown, enteredInError };
}
