// Who answers at once, as links that a phone calls. The words name no reason: whoever else looks at the screen learns
// only whom to call.
import type { CrisisLine } from '#domain/red-flags';
import { spokenLanguage } from '#lib/i18n';
import { useText } from '#ui/text';
import './signs.css';

/** `lines` empty: abroad, where the number of that place helps. */
export function CrisisLines({ lines }: { lines: readonly CrisisLine[] }) {
  const say = useText();
  if (lines.length === 0) return <p className="strong">{say('patient.visit.signs.abroad')}</p>;
  return (
    <ul className="crisis-lines">
      {lines.map(({ line, call, text, press, spanish }) => (
        <li key={line} className="crisis-line">
          <a className="button crisis-call" href={`tel:${call.replaceAll(/[^+\d]/g, '')}`}>
            {say('patient.visit.signs.call', { number: call })}
          </a>
          <span>
            {say(`patient.visit.signs.line.${line}`)}
            {press && <> · {say('patient.visit.signs.press', { key: press })}</>}
            {text && <> · {say('patient.visit.signs.text', { to: text })}</>}
            {spanish && spokenLanguage() === 'es' && (
              <> · {say('patient.visit.signs.spanish', { how: spanish })}</>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Lines that may stand on a screen for longer, in anybody's sight. */
const LASTING = ['911', '988', 'poison-help'];

export function listLasting(lines: readonly CrisisLine[]): CrisisLine[] {
  return lines.filter(({ line }) => LASTING.includes(line));
}
