// Takes the lines that are shown along: the sentences to send, plain text for a mail or a sheet, JSON.
import type { SessionView } from '#domain/launch';
import { CopyButton } from '#ui/CopyButton';
import { useText } from '#ui/text';
import { listSentences, type TellingLine, writeAsJson, writeAsText } from './capability-texts.ts';

interface CapabilityCopyProps {
  view: SessionView;
  lines: readonly TellingLine[];
  /** Heads of the columns, for the text. */
  head: readonly string[];
}

export function CapabilityCopy({ view, lines, head }: CapabilityCopyProps) {
  const say = useText();
  const sentences = listSentences(lines);
  const letter = () =>
    sentences.map(({ to, text }) => `${say(`staff.analyst.to.${to}`)}: ${text}`).join('\n');
  return (
    <div className="row">
      {sentences.length > 0 && <CopyButton label={say('staff.table.copy.sentences')} text={letter} />}
      <CopyButton label={say('staff.table.copy.text')} text={() => writeAsText(lines, head)} />
      <CopyButton label={say('staff.table.copy.json')} text={() => writeAsJson(view, lines)} />
    </div>
  );
}
