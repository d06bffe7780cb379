// Judges what an app wants to write before it is stored, by the personality's own rules. Must not know HTTP.
import type { Resource } from '@medplum/fhirtypes';
import type { AccessContext, PersonalityName } from '#server/sandbox/contract';
import { judgeEpicNote } from './epic-writes.ts';
import { judgeOracleEncounter, judgeOracleNote, judgeOraclePatch } from './oracle-writes.ts';

export interface WriteFacts {
  readonly interaction: string;
  readonly type: string;
  readonly body: unknown;
  /** Who writes; absent: the sandbox itself. */
  readonly bearer: AccessContext | undefined;
  find(type: string, id: string): Resource | undefined;
  /** Something of this patient with this identifier is on file. */
  isOnFile(type: string, identifier: { system?: string; value?: string }): boolean;
  /** The version that an update or a patch would change. */
  readonly current: Resource | undefined;
}

/** The body as it will be stored. Throws the personality's own refusal. */
export function judgeWrite(personality: PersonalityName, facts: WriteFacts): unknown {
  const { interaction, type } = facts;
  if (personality === 'epic' && type === 'DocumentReference') return judgeEpicNote(facts);
  if (personality !== 'oracle') return facts.body;
  if (type === 'DocumentReference') return judgeOracleNote(facts);
  if (type === 'Encounter' && interaction === 'patch') return judgeOraclePatch(facts);
  return type === 'Encounter' ? judgeOracleEncounter(facts) : facts.body;
}
