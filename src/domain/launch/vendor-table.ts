// What each vendor's R4 server is known to take, apart from what one site's CapabilityStatement says.
// Facts with their sources; the table is narrowed by the statement and by the granted scopes.

export type Vendor = 'epic' | 'oracle' | 'generic';
export type WriteKind = 'encounter' | 'note' | 'charge' | 'vitals';

export interface VendorWrite {
  route: 'fhir' | 'operation' | 'none';
  resource: string;
  /** Name of the operation where the route is one, e.g. `create` for `ChargeItem/$create`. */
  operation?: string;
  /** Codes of reasons that always hold for this write at this vendor. */
  remarks: readonly ('needs-open-encounter' | 'only-plain-text')[];
  /** Where this was read. Shown on the capability page. */
  source: string;
}

/** Sections of the integration reference; Epic: open.epic.com catalogue, Oracle: Millennium R4 pages. */
export const VENDOR_WRITES: Record<Vendor, Record<WriteKind, VendorWrite>> = {
  epic: {
    encounter: {
      route: 'none',
      resource: 'Encounter',
      remarks: [],
      source: 'Epic R4: Encounter is read and search only (908, 909)',
    },
    note: {
      route: 'fhir',
      resource: 'DocumentReference',
      remarks: ['needs-open-encounter', 'only-plain-text'],
      source: 'Epic R4: DocumentReference.Create (Clinical Notes) (1046)',
    },
    charge: {
      route: 'none',
      resource: 'ChargeItem',
      remarks: [],
      source: 'Epic R4: no ChargeItem; charges by HL7 v2 Incoming Financial Transactions (5364)',
    },
    vitals: {
      route: 'fhir',
      resource: 'Observation',
      remarks: ['needs-open-encounter'],
      source: 'Epic R4: Observation.Create (Vitals) (963)',
    },
  },
  oracle: {
    encounter: {
      route: 'fhir',
      resource: 'Encounter',
      remarks: [],
      source: 'Oracle Health R4: Encounter create and patch (period, type)',
    },
    note: {
      route: 'fhir',
      resource: 'DocumentReference',
      remarks: [],
      source: 'Oracle Health R4: DocumentReference create',
    },
    charge: {
      route: 'operation',
      resource: 'ChargeItem',
      operation: 'create',
      remarks: [],
      source: 'Oracle Health R4: ChargeItem/$create, no plain create',
    },
    vitals: {
      route: 'fhir',
      resource: 'Observation',
      remarks: [],
      source: 'Oracle Health R4: Observation create and update',
    },
  },
  generic: {
    encounter: { route: 'fhir', resource: 'Encounter', remarks: [], source: 'FHIR R4 create' },
    note: {
      route: 'fhir',
      resource: 'DocumentReference',
      remarks: [],
      source: 'FHIR R4 create, US Core 9 Writing Clinical Notes',
    },
    charge: { route: 'fhir', resource: 'ChargeItem', remarks: [], source: 'FHIR R4 create' },
    vitals: {
      route: 'fhir',
      resource: 'Observation',
      remarks: [],
      source: 'FHIR R4 create, US Core 9 Writing Vital Signs',
    },
  },
};
