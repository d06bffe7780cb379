// The evidence of a visit's gate, read and checked whole, with the consents beside it. It decides nothing.
import type { KeptSignWord } from '#domain/red-flags';
import type { EvidenceView, SignEvidence } from '#domain/visit';
import { buildConsent } from '#profiles/telehealth-consent';
import type { ConsentLine, ConsentRegister } from '#server/consent';
import type { Db } from '#server/db';
import type { Session } from '#server/http';
import { lookAtVisit } from './at-visit.ts';
import { digestOf } from './record-evidence.ts';
import { listStatements, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';

export async function readEvidence(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<EvidenceView> {
  const { visit, tx, now } = await lookAtVisit(needs, session, visitId);
  const said = await listStatements(needs, tx, visit.id, ['evidence', 'listening']);
  const { tenantId, known } = visit;
  const given = await needs.consents.list(tx, { tenantId, visitId });
  return {
    visitId,
    hospital: needs.hospitalOf(visit.tenantId),
    at: now.toISOString(),
    records: said.flatMap((one) =>
      one.kind === 'evidence'
        ? [{ record: one.record, digest: one.digest, isIntact: digestOf(one.record) === one.digest }]
        : [],
    ),
    consents: given.map((one) => ({ ...buildConsent({ ...one, patientId: known.patientId }) })),
    consentTexts: given.map(({ kind, givenFor, givenAt, version, language, textDigest, textStanding }) => ({
      ...{ kind, givenFor, givenAt, version, language, digest: textDigest, standing: textStanding },
    })),
    texts: await listTexts(needs.consents, tx, given),
    listening: said.flatMap((one) => (one.kind === 'listening' ? [describe(one)] : [])),
    signs: (await needs.redFlags.list(tx, { tenantId, visitId })).map(describeSign),
  };
}

/** Each wording once, in the order in which they were read. */
async function listTexts(
  consents: ConsentRegister,
  db: Db,
  given: readonly ConsentLine[],
): Promise<EvidenceView['texts']> {
  const read = given.map(async (one) => {
    const text = await consents.findText(db, one);
    return text && one.textDigest !== null ? [{ ...text, digest: one.textDigest }] : [];
  });
  const texts = (await Promise.all(read)).flat();
  return [
    ...new Map(texts.map((text) => [`${text.digest} ${text.version} ${text.language}`, text])).values(),
  ];
}

function describe({
  saidAt,
  ...one
}: Extract<Said, { kind: 'listening' }>): EvidenceView['listening'][number] {
  const { purpose, outcome, reasons, missing, question, packs } = one;
  return {
    ...{ at: saidAt.toISOString(), purpose, outcome, question: { ...question } },
    ...{ reasons: [...reasons], missing: [...missing], packs: [...packs] },
  };
}

function describeSign(one: KeptSignWord): SignEvidence {
  const { at, saidBy, name, kind } = one;
  if (one.kind === 'went-on') return { at, saidBy, name, kind, wentOn: one.word };
  if (one.kind === 'acknowledged') return { at, saidBy, name, kind };
  const { way, toldBy, answers, words, language, place, ageYears, answer } = one;
  const { outcome, reasons, packs } = answer;
  const found = { outcome, reasons: reasons.map((reason) => ({ ...reason })), packs: [...packs] };
  const told = { way, answers, words, language, place, ageYears, ...(toldBy && { toldBy }), ...found };
  return { at, saidBy, name, kind, told };
}
