// Draws the pages of one authorize request: log-in, patient, visit, consent.
import type { Request, Response } from 'express';
import type { SandboxPerson } from '#server/sandbox/contract';
import { sendPage } from '#server/sandbox/pages';
import { listPatients, listVisits, readPatientLine } from '#server/sandbox/patient-lists';
import { fitScopes } from './grant-access.ts';
import { fits, type Scene } from './interaction-scene.ts';
import type { Realm } from './realm.ts';
import { sayScope } from './scope-words.ts';

function draw(
  response: Response,
  realm: Realm,
  scene: Scene,
  view: string,
  facts: object,
  status = 200,
): void {
  const { action, client, person } = scene;
  // The last form post ends, by redirects, at the app: its origin has to be a form target.
  const formTargets = URL.canParse(scene.redirectUri) ? [new URL(scene.redirectUri).origin] : [];
  const common = { personality: realm.personality, action, app: client.name, person };
  sendPage(response, view, { ...common, ...facts }, { formTargets }, status);
}

/** `refused`: the log-in name that was just refused. */
export function drawLogin(response: Response, realm: Realm, scene: Scene, refused?: string): void {
  const people = [...realm.people.values()].filter((person) => fits(scene, person));
  draw(
    response,
    realm,
    scene,
    'login',
    { people, refused, persona: scene.persona },
    refused === undefined ? 200 : 401,
  );
}

export async function drawPatients(
  request: Request,
  response: Response,
  realm: Realm,
  scene: Scene,
  person: SandboxPerson,
) {
  const words = String(request.query.q ?? '');
  const staff = person.kind === 'staff';
  const only = staff ? {} : { only: person.patients };
  const list = await listPatients(realm.reader, { words, page: Number(request.query.page) || 1, ...only });
  draw(response, realm, scene, 'patient', { words, list, searchable: staff });
}

export async function drawVisits(response: Response, realm: Realm, scene: Scene): Promise<void> {
  draw(response, realm, scene, 'visit', {
    visits: await listVisits(realm.reader, scene.answers.patient ?? ''),
  });
}

export async function drawConsent(
  response: Response,
  realm: Realm,
  scene: Scene,
  person: SandboxPerson,
): Promise<void> {
  const patient = scene.answers.patient ?? undefined;
  const encounter = scene.answers.encounter ?? undefined;
  const lines = fitScopes(scene.scopes, { person, patient, encounter }).map(sayScope);
  const chosen = patient ? await readPatientLine(realm.reader, patient) : undefined;
  draw(response, realm, scene, 'consent', { patient: chosen, lines });
}

export function drawLost(response: Response): void {
  const reason = 'This page belongs to another request or is too old.';
  sendPage(response, 'refused', { personality: undefined, reason }, {}, 400);
}
