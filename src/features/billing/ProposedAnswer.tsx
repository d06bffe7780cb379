// What the visit's records bear out of one question, from what, and a tick by which a person makes it their answer.
// Unticked it counts nowhere.
import type { MdmEvidence, MdmQuestion } from '#domain/billing';
import { SECTION_HEADINGS } from '#domain/documentation';
import { isolate } from '#lib/isolate';
import { type Say, useText } from '#ui/text';

interface ProposedAnswerProps {
  question: MdmQuestion;
  /** The proposed answer in words. */
  answer: string;
  evidence: readonly MdmEvidence[];
  isTaken: boolean;
  onTake: (isTaken: boolean) => void;
}

export function ProposedAnswer({ question, answer, evidence, isTaken, onTake }: ProposedAnswerProps) {
  const say = useText();
  return (
    <div className="charge-mdm-proposed" data-taken={isTaken || undefined}>
      <p className={isTaken ? 'small soft' : 'small charge-asked'}>
        {say(isTaken ? 'staff.charge.mdm.taken' : 'staff.charge.mdm.proposed')}
      </p>
      <label className="charge-check">
        <input type="checkbox" checked={isTaken} onChange={(event) => onTake(event.target.checked)} />
        {say('staff.charge.mdm.proposed.yes', { answer })}
      </label>
      <EvidenceList evidence={evidence} />
      <p className="small">{say(`staff.charge.mdm.proposed.${question}`)}</p>
    </div>
  );
}

export function EvidenceList({ evidence }: { evidence: readonly MdmEvidence[] }) {
  const say = useText();
  if (evidence.length === 0) return null;
  return (
    <ul className="charge-mdm-evidence small">
      {evidence.map((one) => (
        <li key={`${one.kind} ${one.reference ?? one.text}`}>{evidenceText(one, say)}</li>
      ))}
    </ul>
  );
}

/** Without its text, for who reads no note: what kind of thing it is. */
function evidenceText({ kind, text, section }: MdmEvidence, say: Say): string {
  return say(`staff.charge.mdm.evidence.${kind}`, {
    text: text === null ? say(`staff.charge.mdm.evidence.${kind}.nameless`) : isolate(text),
    section: section === null ? '' : SECTION_HEADINGS[section],
  });
}
