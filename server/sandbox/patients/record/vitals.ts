// Vital signs taken at the clinic and readings taken at home: one shape, told apart by a second
// category, the device and the performer.
import type { CodeableConcept, Device, Observation, Practitioner, Reference } from '@medplum/fhirtypes';
import {
  coding,
  concept,
  HOME_GLUCOSE,
  hl7,
  type Measure,
  measureCode,
  ownSystem,
  SNOMED,
  usCore,
  VITALS,
} from '#server/sandbox/patients/terms';
import { amountOf } from './amount.ts';
import type { Day } from './calendar.ts';
import { add, type Chart, referTo, slugOf } from './chart.ts';

export const HOME_CATEGORY: CodeableConcept = concept(
  'Home reading',
  coding(ownSystem('reading-setting'), 'home', 'Measured at home by the patient'),
);
const VITAL_CATEGORY = concept(
  'Vital Signs',
  coding(hl7('observation-category'), 'vital-signs', 'Vital Signs'),
);

const PROFILES: Partial<Record<Single, string>> = {
  pulse: 'us-core-heart-rate',
  breathing: 'us-core-respiratory-rate',
  temperature: 'us-core-body-temperature',
  weight: 'us-core-body-weight',
  height: 'us-core-body-height',
  bmi: 'us-core-bmi',
  oxygen: 'us-core-pulse-oximetry',
};

type Single = Exclude<keyof typeof VITALS, 'bloodPressure' | 'systolic' | 'diastolic'>;

/** Values as printed; blood pressure as "138/86". */
export type VitalSet = Partial<Record<Single, string>> & { bloodPressure?: string };

interface Circumstances {
  /** Instant. */
  when: string;
  by?: Reference<Practitioner>;
  encounter?: Observation['encounter'];
  home?: Reference<Device>;
}

/** What a nurse writes down at the start of a visit. */
export function addVitals(
  chart: Chart,
  on: Day,
  readings: VitalSet,
  options: { by?: Reference<Practitioner>; encounter?: Observation['encounter']; time?: string } = {},
): Observation[] {
  const { bloodPressure, ...singles } = readings;
  const at: Circumstances = { when: chart.calendar.at(on, options.time ?? '09:05'), ...options };
  return [
    ...(bloodPressure ? [addBloodPressure(chart, bloodPressure, at)] : []),
    ...Object.entries(singles).map(([name, value]) => addSingle(chart, name as Single, value, at)),
  ];
}

export type HomeReading =
  | { kind: 'bloodPressure'; value: string }
  | { kind: 'glucose'; value: string }
  | { kind: 'weight'; value: string };

/** One reading the patient took, with their own device. */
export function addHomeReading(
  chart: Chart,
  device: Device,
  reading: HomeReading,
  on: Day,
  time = '07:30',
): Observation {
  const at: Circumstances = {
    when: chart.calendar.at(on, time),
    home: referTo(device, device.deviceName?.[0]?.name),
  };
  if (reading.kind === 'bloodPressure') return addBloodPressure(chart, reading.value, at);
  if (reading.kind === 'weight') return addSingle(chart, 'weight', reading.value, at);
  return add<Observation>(chart, {
    ...frame(chart, HOME_GLUCOSE, 'glucose', 'us-core-vital-signs', at),
    valueQuantity: amountOf(HOME_GLUCOSE, reading.value),
  });
}

const DEVICES = {
  cuff: concept('Blood pressure cuff', coding(SNOMED, '70665002', 'Blood pressure cuff')),
  meter: concept('Blood glucose meter', coding(SNOMED, '337414009', 'Blood glucose meter')),
  scale: concept('Scale', coding(SNOMED, '19892000', 'Scale')),
};

export function addHomeDevice(chart: Chart, kind: keyof typeof DEVICES, name: string): Device {
  return add<Device>(chart, {
    resourceType: 'Device',
    id: chart.newId(`home-${kind}`),
    status: 'active',
    deviceName: [{ name, type: 'user-friendly-name' }],
    type: DEVICES[kind],
    patient: chart.subject,
  });
}

function addSingle(chart: Chart, name: Single, value: string, at: Circumstances): Observation {
  const what = VITALS[name];
  return add<Observation>(chart, {
    ...frame(chart, what, slugOf(name), PROFILES[name] ?? 'us-core-vital-signs', at),
    code:
      name === 'oxygen'
        ? {
            // US Core asks for both codes on pulse oximetry.
            coding: [
              coding('http://loinc.org', '59408-5', what.display),
              coding('http://loinc.org', '2708-6', 'Oxygen saturation in Arterial blood'),
            ],
            text: what.text,
          }
        : measureCode(what),
    valueQuantity: amountOf(what, value),
  });
}

function addBloodPressure(chart: Chart, value: string, at: Circumstances): Observation {
  const [systolic = '', diastolic = ''] = value.split('/');
  return add<Observation>(chart, {
    ...frame(chart, VITALS.bloodPressure, 'bp', 'us-core-blood-pressure', at),
    component: [
      { code: measureCode(VITALS.systolic), valueQuantity: amountOf(VITALS.systolic, systolic) },
      { code: measureCode(VITALS.diastolic), valueQuantity: amountOf(VITALS.diastolic, diastolic) },
    ],
  });
}

function frame(chart: Chart, what: Measure, slug: string, profile: string, at: Circumstances): Observation {
  const performer = at.home ? chart.subject : at.by;
  return {
    resourceType: 'Observation',
    id: chart.newId(at.home ? `home-${slug}` : slug),
    meta: { profile: [usCore(profile)] },
    status: 'final',
    category: at.home ? [VITAL_CATEGORY, HOME_CATEGORY] : [VITAL_CATEGORY],
    code: measureCode(what),
    subject: chart.subject,
    effectiveDateTime: at.when,
    ...(at.encounter ? { encounter: at.encounter } : {}),
    ...(performer ? { performer: [performer] } : {}),
    ...(at.home ? { device: at.home } : {}),
  };
}
