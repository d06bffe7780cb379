// A stand for the sandbox's FHIR server: three personalities on one free port over a small seed, and a raw
// HTTP call. Knows no client of ours.
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import express from 'express';
import type { AccessContext, PersonalityName, SandboxSeed } from '#server/sandbox/contract';
import { FHIR_PATH, PERSONALITIES } from '#server/sandbox/contract';
import type { FhirLog, FhirServer } from '#server/sandbox/fhir';
import { createFhirServer } from '#server/sandbox/fhir';

const SILENT: FhirLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

const coding = (system: string, code: string) => ({ coding: [{ system, code }] });
export const LOINC = 'http://loinc.org';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

function reading(id: string, patient: string, code: string, category: string, day: string): Resource {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: coding(LOINC, code),
    category: [coding(CATEGORY, category)],
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: `${day}T09:30:00Z`,
    valueQuantity: { value: 120, unit: 'mmHg' },
  };
}

function appointment(id: string, patient: string, start: string, end: string): Resource {
  return {
    resourceType: 'Appointment',
    id,
    status: 'booked',
    start,
    end,
    participant: [
      { actor: { reference: `Patient/${patient}` }, status: 'accepted' },
      { actor: { reference: 'Practitioner/grey' }, status: 'accepted' },
    ],
  };
}

/** Ada and Ben are grown up, Cleo is a child whose mother Dora acts for her. */
export function smallSeed(more: Resource[] = []): SandboxSeed {
  return {
    resources: [
      {
        resourceType: 'Patient',
        id: 'ada',
        gender: 'female',
        birthDate: '1950-03-04',
        name: [{ family: 'Müller-Lovelace', given: ['Ada'] }],
        identifier: [{ system: 'urn:mrn', value: 'A1' }],
      },
      {
        resourceType: 'Patient',
        id: 'ben',
        gender: 'male',
        birthDate: '1980-12-31',
        name: [{ family: 'Okoye', given: ['Benjamin'] }],
        identifier: [{ system: 'urn:mrn', value: 'B2' }],
      },
      {
        resourceType: 'Patient',
        id: 'cleo',
        gender: 'female',
        birthDate: '2019-07-01',
        name: [{ family: 'Diaz', given: ['Cleo'] }],
      },
      {
        resourceType: 'RelatedPerson',
        id: 'dora',
        patient: { reference: 'Patient/cleo' },
        name: [{ family: 'Diaz', given: ['Dora'] }],
      },
      { resourceType: 'Practitioner', id: 'grey', name: [{ family: 'Grey', given: ['Meredith'] }] },
      reading('bp-1', 'ada', '8480-6', 'vital-signs', '2026-01-10'),
      reading('bp-2', 'ada', '8480-6', 'vital-signs', '2026-02-10'),
      reading('bp-3', 'ada', '8480-6', 'vital-signs', '2026-03-10'),
      reading('lab-1', 'ada', '4548-4', 'laboratory', '2026-02-11'),
      reading('bp-ben', 'ben', '8480-6', 'vital-signs', '2026-02-12'),
      appointment('visit-1', 'ada', '2026-05-01T10:00:00Z', '2026-05-01T10:30:00Z'),
      appointment('visit-2', 'ben', '2026-05-02T10:00:00Z', '2026-05-02T10:30:00Z'),
      {
        resourceType: 'Encounter',
        id: 'enc-1',
        status: 'finished',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' },
        type: [coding('http://snomed.info/sct', '185317003')],
        subject: { reference: 'Patient/ada' },
        period: { start: '2026-02-10T09:00:00Z', end: '2026-02-10T09:40:00Z' },
      },
      {
        resourceType: 'ChargeItem',
        id: 'charge-1',
        status: 'billable',
        code: coding('urn:site', '1'),
        subject: { reference: 'Patient/ada' },
        context: { reference: 'Encounter/enc-1' },
      },
      {
        resourceType: 'Binary',
        id: 'note-1',
        contentType: 'text/plain',
        data: Buffer.from('A quiet day.').toString('base64'),
      },
      {
        resourceType: 'DocumentReference',
        id: 'doc-1',
        status: 'current',
        identifier: [{ system: 'urn:notes', value: 'n1' }],
        type: coding(LOINC, '11506-3'),
        category: [
          coding(
            'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            'clinical-note',
          ),
        ],
        subject: { reference: 'Patient/ada' },
        content: [{ attachment: { contentType: 'text/plain', url: 'Binary/note-1' } }],
      },
      {
        resourceType: 'Slot',
        id: 'slot-1',
        status: 'free',
        start: '2026-05-01T10:00:00Z',
        end: '2026-05-01T10:30:00Z',
        schedule: { reference: 'Schedule/s1' },
      },
      { resourceType: 'Schedule', id: 's1', actor: [{ reference: 'Practitioner/grey' }] },
      ...more,
    ],
    people: [
      {
        username: 'grey',
        password: 'x',
        displayName: 'Dr Grey',
        title: '',
        kind: 'staff',
        fhirUser: 'Practitioner/grey',
        patients: [],
      },
      {
        username: 'ada',
        password: 'x',
        displayName: 'Ada',
        title: '',
        kind: 'patient',
        fhirUser: 'Patient/ada',
        patients: ['ada'],
      },
      {
        username: 'dora',
        password: 'x',
        displayName: 'Dora',
        title: '',
        kind: 'proxy',
        fhirUser: 'RelatedPerson/dora',
        patients: ['cleo'],
      },
    ],
  };
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: unknown;
}

export interface Stand {
  origin: string;
  base(personality: PersonalityName): string;
  folder: string;
  servers: Record<PersonalityName, FhirServer>;
  /** Makes a bearer token with these scopes; staff unless the rest says otherwise. */
  token(personality: PersonalityName, scopes: string[], rest?: Partial<AccessContext>): string;
  stop(): Promise<void>;
}

/** Starts the three servers; `folder` is made and taken away again unless it is given. */
export async function startStand(seed: SandboxSeed = smallSeed(), folder?: string): Promise<Stand> {
  const dataFolder = folder ?? (await mkdtemp(join(tmpdir(), 'sandbox-fhir-')));
  const tokens = new Map<string, AccessContext>();
  const app = express();
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const servers = {} as Record<PersonalityName, FhirServer>;
  for (const personality of PERSONALITIES) {
    servers[personality] = await createFhirServer({
      personality,
      baseUrl: origin + FHIR_PATH[personality],
      seed,
      dataFolder,
      verifyToken: async (wanted, bearer) => {
        const context = tokens.get(bearer);
        return context?.personality === wanted ? context : undefined;
      },
      log: SILENT,
    });
    app.use(FHIR_PATH[personality], servers[personality].handle);
  }
  app.use((_req, res) => void res.status(404).send('beyond the FHIR server'));
  return {
    origin,
    base: (personality) => origin + FHIR_PATH[personality],
    folder: dataFolder,
    servers,
    token(personality, scopes, rest = {}) {
      const bearer = `token-${tokens.size + 1}`;
      const expiresAt = Date.now() / 1000 + 600;
      tokens.set(bearer, {
        personality,
        clientId: 'test',
        subject: 'grey',
        fhirUser: 'Practitioner/grey',
        scopes,
        expiresAt,
        ...rest,
      });
      return bearer;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const each of Object.values(servers)) {
        await each.close();
      }
      if (!folder) {
        await rm(dataFolder, { recursive: true, force: true });
      }
    },
  };
}

export interface RawCall {
  method?: string;
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One HTTP exchange on a fresh connection; nothing is followed, repaired or hidden. */
export function call(
  url: string,
  { method = 'GET', token, headers = {}, body }: RawCall = {},
): Promise<RawAnswer> {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      {
        method,
        agent: false,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(payload === undefined
            ? {}
            : { 'Content-Type': 'application/fhir+json', 'Content-Length': Buffer.byteLength(payload) }),
          ...headers,
        },
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = /json/.test(res.headers['content-type'] ?? '') && text !== '';
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text,
            json: isJson ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    req.on('error', reject);
    req.end(payload);
  });
}

/** Ids of a search set's matches, in order. */
export function idsOf(answer: RawAnswer): string[] {
  const bundle = answer.json as { entry?: { resource: { id: string }; search: { mode: string } }[] };
  return (bundle.entry ?? []).filter((each) => each.search.mode === 'match').map((each) => each.resource.id);
}
