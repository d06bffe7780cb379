// One cell: why the line is off or in part, and the sentence to send.
import { CopyButton } from '#ui/CopyButton';
import { useText } from '#ui/text';
import type { TellingLine } from './capability-texts.ts';

export function CapabilityReasons({ telling: { line, reasons, sources } }: { telling: TellingLine }) {
  const say = useText();
  const needs = line.scopes.length > 0 && (
    <p className="small soft">{say('staff.table.needs', { scopes: line.scopes.join(' ') })}</p>
  );
  if (reasons.length === 0) return needs || <span className="soft">{say('staff.table.as-needed')}</span>;
  return (
    <div className="stack-tight">
      {reasons.map(({ code, text, sentence }) => (
        <div key={code} className="stack-tight">
          <p>{text}</p>
          {sentence && (
            <div className="capability-sentence">
              <p className="small soft">{say(`staff.analyst.to.${sentence.to}`)}</p>
              <p>{sentence.text}</p>
              <p className="row">
                <CopyButton label={say('staff.analyst.copy')} text={() => sentence.text} />
              </p>
            </div>
          )}
        </div>
      ))}
      {sources.map((source) => (
        <p key={source} className="small soft">
          {say('staff.table.source', { source })}
        </p>
      ))}
      {needs}
    </div>
  );
}
