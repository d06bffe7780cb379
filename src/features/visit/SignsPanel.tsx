// What the patient's side told of signs that cannot wait, on top of the visit: what, when, by which row, and who has
// seen it. Seen is not settled: it stays, and nobody here can lower it.
import type { SignsView } from '#domain/red-flags';
import type { VisitView } from '#domain/visit';
import { isRunning } from '#domain/visit';
import { formatClock, formatDate, formatInstant } from '#lib/dates';
import { hasText } from '#lib/i18n';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import './signs.css';

interface SignsPanelProps {
  visit: VisitView;
  pending: string | null;
  /** Null: this person looks on. */
  onSeen: (() => void) | null;
}

export function SignsPanel({ visit, pending, onSeen }: SignsPanelProps) {
  const say = useText();
  const { signs } = visit;
  if (!signs.isTold && signs.found.length === 0)
    return visit.state === 'waiting' || isRunning(visit.state) ? (
      <p className="sign-mark">{say('staff.visit.signs.not-told')}</p>
    ) : null;
  const body = (
    <>
      <FoundSigns signs={signs} />
      <Words signs={signs} />
      {signs.wentOn.map(({ word, at }) => (
        <p key={at}>{say(`staff.visit.signs.went-on.${word}`, { time: formatClock(at) })}</p>
      ))}
      <OpenSigns signs={signs} />
    </>
  );
  const time = signs.lastToldAt ? formatInstant(signs.lastToldAt) : '';
  if (signs.urgency === 'none-found')
    return (
      <div className="stack-tight">
        <p>
          {say('staff.visit.signs.none-found')}, {time}{' '}
          <span className="small soft">{say('staff.visit.signs.no-finding')}</span>
        </p>
        {body}
      </div>
    );
  const isUrgent = signs.urgency !== 'needs-review';
  const isNew = signs.acknowledged === null;
  return (
    <Notice tone={isUrgent ? 'stop' : 'care'} {...(isNew && { live: isUrgent ? 'assertive' : 'polite' })}>
      <p className={isUrgent ? 'sign-mark sign-mark-new' : 'sign-mark'}>
        {say(`staff.visit.signs.${signs.urgency}`)}, {time}
      </p>
      {body}
      {signs.acknowledged && (
        <p className="small">
          {say('staff.visit.signs.seen-by', {
            by: isolate(signs.acknowledged.by ?? say('staff.visit.signs.somebody')),
            time: formatInstant(signs.acknowledged.at),
          })}
        </p>
      )}
      {isNew && onSeen && (
        <div className="row">
          <Button small pending={pending} onClick={onSeen}>
            {say('staff.visit.signs.see')}
          </Button>
          <span className="small soft">{say('staff.visit.signs.stays')}</span>
        </div>
      )}
    </Notice>
  );
}

function FoundSigns({ signs }: { signs: SignsView }) {
  const say = useText();
  if (signs.found.length === 0) return null;
  return (
    <>
      <ul className="found-signs">
        {signs.found.map(({ flag, said, at, ...teller }) => (
          <li key={flag}>
            <span className="strong">{nameOf(say, flag)}</span>{' '}
            {say(`staff.visit.signs.said.${said ?? 'words'}`)}{' '}
            <span className="small soft">
              {tellerText(say, teller)}, {formatClock(at)}
            </span>
          </li>
        ))}
      </ul>
      <details className="small sign-why">
        <summary>{say('staff.visit.signs.why')}</summary>
        <ul>{signs.found.map(({ flag, reason }) => reason && <Row key={flag} reason={reason} />)}</ul>
      </details>
    </>
  );
}

/** The row of the pack as it stood when it was told. */
function Row({ reason }: { reason: NonNullable<SignsView['found'][number]['reason']> }) {
  const say = useText();
  const { rule, source, effectiveFrom, effectiveTo } = reason;
  return (
    <li>
      <span className="strong">{rule}</span> {source}
      {effectiveFrom && ` · ${say('staff.visit.gate.from', { date: formatDate(effectiveFrom) })}`}
      {effectiveTo && ` · ${say('staff.visit.gate.to', { date: formatDate(effectiveTo) })}`}
    </li>
  );
}

/** Not answered is not "no". Beside a sign that was told the names wait behind their number. */
function OpenSigns({ signs: { open, found } }: { signs: SignsView }) {
  const say = useText();
  if (open.length === 0) return null;
  const names = open.map((flag) => nameOf(say, flag)).join(', ');
  if (found.length === 0) return <p>{say('staff.visit.signs.open', { signs: names })}</p>;
  return (
    <details className="small sign-why">
      <summary>{say('staff.visit.signs.open.count', { count: open.length })}</summary>
      <p>{names}</p>
    </details>
  );
}

function Words({ signs }: { signs: SignsView }) {
  const say = useText();
  return signs.words.map(({ text, at, way, ...teller }) => (
    <p key={`${at} ${way}`}>
      <span className="small soft">
        {tellerText(say, { ...teller, name: null })}
        {way === 'chat' && ` ${say('staff.visit.signs.in-chat')}`}:
      </span>{' '}
      <q>{isolate(text)}</q>
    </p>
  ));
}

type Teller = Pick<SignsView['found'][number], 'saidBy' | 'name' | 'toldBy'>;

/** Who told it; written down by staff: whose word it was, and who wrote. */
function tellerText(say: ReturnType<typeof useText>, { saidBy, name, toldBy }: Teller): string {
  if (toldBy === null) {
    const isNamed = saidBy === 'guest' && name !== null;
    return say(`staff.visit.signs.by.${saidBy}`) + (isNamed ? ` (${isolate(name)})` : '');
  }
  const words = say(`staff.visit.signs.told-by.${toldBy}`);
  return name === null ? words : say('staff.visit.signs.written-by', { words, by: isolate(name) });
}

/** A sign of the site's own goes by its key. */
function nameOf(say: ReturnType<typeof useText>, flag: string): string {
  const key = `staff.visit.signs.flag.${flag}`;
  return hasText(key) ? say(key) : flag;
}
