// The sandbox EHR's front: the launch pad, a chart page that embeds Webside, and the patients' portal page.
// What a newcomer sees first. Mints launch tokens through the face given to it; knows nothing of OAuth.
import { randomBytes } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import {
  type AcceptedWrite,
  type LaunchRequest,
  type PartitionReader,
  PERSONALITIES,
  type PersonalityName,
  type SandboxClient,
  type SandboxPerson,
  TENANT_ID,
} from '#server/sandbox/contract';
import { ASSETS, sendPage } from '#server/sandbox/pages';
import { listAppointments, listPatients, listVisits, readPatientLine } from '#server/sandbox/patient-lists';
import { listChartLines } from './chart-lines.ts';
import { type FormBody, readOptions, readWay, WITHHOLDABLE } from './launch-form.ts';
import { listWritten } from './written-lines.ts';

export interface PadRealm {
  reader: PartitionReader;
  /** Shown to engineers, label → address. */
  addresses: Record<string, string>;
  /** Behaviour rows, in words. */
  traits: { says: string; source: string }[];
  listClients(): SandboxClient[];
  /** What apps wrote, in order. */
  accepted(): AcceptedWrite[];
  mintLaunch(request: LaunchRequest): { iss: string; launch: string };
  logOut(username: string): void;
}

export interface LaunchPadNeeds {
  realms: Record<PersonalityName, PadRealm>;
  people: SandboxPerson[];
  appUrl: string;
  adminUrl: string;
  /** Today where the clinic is, YYYY-MM-DD. */
  today(): string;
}

interface Chart {
  request: LaunchRequest;
  side: boolean;
}

const REFRESH_SECONDS = 3;

const LIKE: Record<PersonalityName, string> = {
  generic: 'SMART App Launch by the book',
  epic: 'behaves like Epic',
  oracle: 'behaves like Oracle Health',
};

function readPersonality(value: unknown): PersonalityName {
  return PERSONALITIES.find((name) => name === value) ?? 'generic';
}

/** The address that starts Webside from the EHR. */
export function buildLaunchUrl(appUrl: string, minted: { iss: string; launch: string }): string {
  return `${appUrl}/launch/ehr.html?${new URLSearchParams({ iss: minted.iss, launch: minted.launch })}`;
}

export function createLaunchPad(needs: LaunchPadNeeds): Router {
  const { realms, people, appUrl } = needs;
  const app = new URL(appUrl).origin;
  const charts = new Map<string, Chart>();
  const router = Router();
  const form = express.urlencoded({ extended: false });
  const door = (name: 'patient' | 'staff', personality: PersonalityName, visit?: string) =>
    `${appUrl}/launch/${name}.html?${new URLSearchParams({ tenant: TENANT_ID[personality], ...(visit && { visit }) })}`;

  for (const [address, asset] of Object.entries(ASSETS)) {
    router.get(address, (_request, response) => {
      response.type(asset.type).set('Cache-Control', 'public, max-age=300').send(asset.text);
    });
  }

  router.get('/', async (request, response) => {
    const personality = readPersonality(request.query.ehr);
    const realm = realms[personality];
    const words = String(request.query.q ?? '');
    const appointments = await listAppointments(realm.reader, needs.today());
    const first = appointments.map((each) => each.patient);
    const list = await listPatients(realm.reader, { words, page: Number(request.query.page) || 1, first });
    const todayOf = new Map(appointments.map((each) => [each.patient, each.says]));
    const facts = {
      personality,
      like: LIKE,
      tabs: PERSONALITIES,
      staff: people.filter((person) => person.kind === 'staff'),
      outside: people.filter((person) => person.kind !== 'staff'),
      words,
      list,
      todayOf,
      withholdable: WITHHOLDABLE,
      realm,
      clients: realm.listClients(),
      appUrl,
      adminUrl: needs.adminUrl,
    };
    sendPage(response, 'launch-pad', facts, { formTargets: [app] });
  });

  async function visitOf(personality: PersonalityName, patient: string): Promise<string | undefined> {
    const visits = await listVisits(realms[personality].reader, patient);
    const open = visits.find((visit) => ['in-progress', 'arrived', 'planned'].includes(visit.status));
    return (open ?? visits[0])?.id;
  }

  router.post('/open', form, async (request: Request, response: Response) => {
    const body = request.body as FormBody;
    const personality = readPersonality(body.ehr);
    const way = readWay(body);
    const patient = String(body.patient ?? '');
    if (way === 'staff') return response.redirect(303, door('staff', personality));
    if (way === 'portal' && patient) {
      return response.redirect(303, `/portal/${personality}/${encodeURIComponent(patient)}`);
    }
    const person = people.find((each) => each.username === body.person && each.kind === 'staff');
    if (!person || way === 'portal') return response.redirect(303, `/?ehr=${personality}`);
    const encounter = patient && body.encounter !== 'none' ? await visitOf(personality, patient) : undefined;
    const launch: LaunchRequest = {
      personality,
      person: person.username,
      ...(patient && { patient }),
      ...(encounter && { encounter }),
      options: readOptions(body, way),
    };
    if (way === 'window') {
      return response.redirect(303, buildLaunchUrl(appUrl, realms[personality].mintLaunch(launch)));
    }
    const id = randomBytes(9).toString('base64url');
    charts.set(id, { request: launch, side: way === 'side' });
    response.redirect(303, `/chart/${id}`);
  });

  // Each opening of the chart is a click of its own: reloading mints a new launch token.
  router.get('/chart/:id', async (request, response) => {
    const chart = charts.get(request.params.id);
    if (!chart) return response.redirect(303, '/');
    const { personality, patient } = chart.request;
    const realm = realms[personality];
    const facts = {
      personality,
      side: chart.side,
      bodyClass: 'chart',
      id: request.params.id,
      person: people.find((each) => each.username === chart.request.person),
      patient: patient ? await readPatientLine(realm.reader, patient) : undefined,
      record: patient && chart.side ? await listChartLines(realm.reader, patient) : [],
      frame: buildLaunchUrl(appUrl, realm.mintLaunch(chart.request)),
    };
    sendPage(response, 'chart', facts, { frames: [app], formTargets: [app] });
  });

  router.post('/chart/:id/log-out', form, (request, response) => {
    const chart = charts.get(String(request.params.id));
    if (chart) realms[chart.request.personality].logOut(chart.request.person);
    charts.delete(String(request.params.id));
    response.redirect(303, chart ? `/?ehr=${chart.request.personality}` : '/');
  });

  router.get('/portal/:ehr/:patient', async (request, response) => {
    const personality = readPersonality(request.params.ehr);
    const realm = realms[personality];
    const patient = await readPatientLine(realm.reader, request.params.patient);
    if (!patient) return response.redirect(303, `/?ehr=${personality}`);
    const appointments = await listAppointments(realm.reader, needs.today());
    const visits = appointments
      .filter((each) => each.patient === patient.id)
      .map((each) => ({ ...each, door: door('patient', personality, each.id) }));
    const whoMay = people.filter((person) => person.patients.includes(patient.id));
    sendPage(response, 'portal', {
      personality,
      patient,
      visits,
      whoMay,
      door: door('patient', personality),
      written: listWritten(realm.accepted(), patient.id),
    });
  });

  // What apps put into this record; followed live where the reader wants that.
  router.get('/written/:ehr/:patient', async (request, response) => {
    const personality = readPersonality(request.params.ehr);
    const realm = realms[personality];
    const patient = await readPatientLine(realm.reader, request.params.patient);
    if (!patient) return response.redirect(303, `/?ehr=${personality}`);
    const written = listWritten(realm.accepted(), patient.id);
    const live = request.query.live === '1' ? { refreshSeconds: REFRESH_SECONDS } : {};
    sendPage(response, 'written', { personality, patient, written, ...live });
  });

  return router;
}
