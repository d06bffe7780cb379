// Who answers at once, as links that a phone calls. The words name no reason: whoever else looks at the screen learns
// only whom to call.
import type { CrisisLine } from '#domain/red-flags';
import { spokenLanguage } from '#lib/i18n';
import { type Say, useText } from '#ui/text';
import './signs.css';

/** `lines` empty: abroad. Without 911 among them no number of ours brings an ambulance there: the place's own does. */
export function CrisisLines({ lines }: { lines: readonly CrisisLine[] }) {
  const say = useText();
  if (lines.length === 0) return <p className="strong">{say('app.visit.signs.abroad')}</p>;
  return (
    <>
      {!lines.some(({ line }) => line === '911') && (
        <p className="strong">{say('app.visit.signs.elsewhere')}</p>
      )}
      <ul className="crisis-lines">
        {lines.map((one) => (
          <li key={one.line} className="crisis-line">
            <a className="button crisis-call" href={`tel:${one.call.replaceAll(/[^+\d]/g, '')}`}>
              {say('app.visit.signs.call', { number: one.call })}
            </a>
            <span>{listWays(one, say).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The same to be read out by somebody elsewhere, whose own call would be answered where they are: no link. */
export function CrisisNumbers({ lines }: { lines: readonly CrisisLine[] }) {
  const say = useText();
  if (lines.length === 0) return <p className="strong">{say('app.visit.signs.elsewhere.them')}</p>;
  return (
    <ul>
      {lines.map((one) => (
        <li key={one.line}>
          <span className="strong">{one.call}</span> {listWays(one, say).join(' · ')}
        </li>
      ))}
    </ul>
  );
}

/** What it is, and every other way to reach it. The packs write "START · 88788" for a word and where it is sent. */
function listWays({ line, press, text, spanish }: CrisisLine, say: Say): string[] {
  const [first = '', second] = text?.split(' · ') ?? [];
  const [key = '', word] = (spokenLanguage() === 'es' && spanish?.split(' · ')) || [];
  return [
    say(`app.visit.signs.line.${line}`),
    ...(press ? [say('app.visit.signs.press', { key: press })] : []),
    ...(second ? [say('app.visit.signs.text-word', { word: first, to: second })] : []),
    ...(first && !second ? [say('app.visit.signs.text', { to: first })] : []),
    ...(key && word ? [say('app.visit.signs.spanish-text', { key, word })] : []),
    ...(key && !word ? [say('app.visit.signs.spanish', { how: key })] : []),
  ];
}

/** Lines that may stand on a screen for longer, in anybody's sight. */
const LASTING = ['911', '988', 'poison-help'];

export function listLasting(lines: readonly CrisisLine[]): CrisisLine[] {
  return lines.filter(({ line }) => LASTING.includes(line));
}
