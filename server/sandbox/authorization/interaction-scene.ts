// One authorize request on its way through the pages: what it asks for and what its person has answered so
// far. Read from oidc-provider's interaction and this browser's cookies; draws nothing.
import type { Request, Response } from 'express';
import type Provider from 'oidc-provider';
import type { LaunchRequest, SandboxClient, SandboxPerson } from '#server/sandbox/contract';
import { mayUse, personaOfPath } from './authorize-request.ts';
import type { EhrSessions } from './ehr-session.ts';
import { gaveBefore } from './grant-access.ts';
import type { Answers } from './interaction-steps.ts';
import type { Persona, Realm } from './realm.ts';

export interface Scene {
  uid: string;
  /** Address of the pages, without origin. */
  action: string;
  client: SandboxClient;
  persona: Persona | undefined;
  redirectUri: string;
  scopes: string[];
  fhirBase: string;
  /** Who is logged in and may use this app. */
  person: SandboxPerson | undefined;
  identityOnly: boolean;
  /** `person` gave this app access before. */
  gaveBefore: boolean;
  /** An EHR launch that asked for a fresh log-in. */
  launch: LaunchRequest | undefined;
  answers: Answers;
}

export interface Scenes {
  /** Undefined for a request this browser did not start or that is too old. */
  open(request: Request, response: Response): Promise<Scene | undefined>;
  answer(scene: Scene, answers: Answers): void;
  forget(scene: Scene): void;
}

/** Whether this person may go on with this scene. */
export function fits(scene: Pick<Scene, 'persona' | 'launch'>, person: SandboxPerson): boolean {
  return mayUse(person, scene.persona) && (!scene.launch || scene.launch.person === person.username);
}

export function createScenes(realm: Realm, provider: Provider, sessions: EhrSessions): Scenes {
  const answersOf = new Map<string, Answers>();
  const home = new URL(realm.addresses.oauth).pathname;
  return {
    async open(request, response) {
      const interaction = await provider.interactionDetails(request, response);
      const params = interaction.params as Record<string, string | undefined>;
      const client = realm.registry.find(params.client_id ?? '');
      if (interaction.uid !== request.params.uid || !client) return undefined;
      const answers = answersOf.get(interaction.uid) ?? {};
      const persona = client.persona ?? personaOfPath(new URL(interaction.returnTo).pathname);
      const launch = params.launch ? realm.launches.recall(params.launch) : undefined;
      const prompts = (params.prompt ?? '').split(' ');
      const known = answers.username ?? (prompts.includes('login') ? undefined : sessions.who(request));
      const found = realm.people.get(known ?? '');
      const person = found && fits({ persona, launch }, found) ? found : undefined;
      const identityOnly = interaction.prompt.details.identityOnly === true && !prompts.includes('consent');
      return {
        uid: interaction.uid,
        action: `${home}/interaction/${interaction.uid}`,
        client,
        persona,
        redirectUri: params.redirect_uri ?? '',
        scopes: (params.scope ?? '').split(' ').filter(Boolean),
        fhirBase: realm.addresses.fhirBase[persona ?? 'provider'],
        person,
        identityOnly,
        gaveBefore:
          identityOnly && person !== undefined && gaveBefore(realm, client.clientId, person.username),
        launch,
        answers,
      };
    },
    answer: (scene, answers) => answersOf.set(scene.uid, answers),
    forget: (scene) => answersOf.delete(scene.uid),
  };
}
