// The clinician's time on the date of the visit: what was measured is offered, what is entered is the clinician's.
import { useState } from 'react';
import type { NoteView } from '#domain/documentation';
import { formatClock } from '#lib/dates';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';

/** Minutes of a day. */
const MOST = 1440;

interface MinutesFieldProps {
  minutes: number | null;
  time: NoteView['time'];
  onEnter: (minutes: number | null) => void;
}

export function MinutesField({ minutes, time, onEnter }: MinutesFieldProps) {
  const say = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (minutes === null ? '' : String(minutes));
  const enter = (text: string) => {
    const entered = readMinutes(text);
    setTyped(entered === undefined ? text : null);
    if (entered !== undefined) onEnter(entered);
  };
  const measured = time.minutes;
  return (
    <div className="note-minutes">
      <TextField
        label={say('staff.note.minutes')}
        value={shown}
        onChange={enter}
        problem={typed === null ? undefined : say('staff.note.minutes.problem', { most: MOST })}
      />
      {measured === null ? (
        <p className="small soft">{say('staff.note.minutes.not-measured')}</p>
      ) : (
        <div className="row">
          <p className="small soft">
            {say('staff.note.minutes.measured', {
              count: measured,
              stays: time.stays.map(({ from, until }) => writeStay(from, until)).join(', '),
            })}
          </p>
          {measured !== minutes && (
            <Button small onClick={() => enter(String(measured))}>
              {say('staff.note.minutes.take', { count: measured })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Undefined: no number of minutes of one day. */
function readMinutes(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (!/^\d{1,4}$/.test(trimmed)) return undefined;
  const minutes = Number(trimmed);
  return minutes <= MOST ? minutes : undefined;
}

const writeStay = (from: string, until: string): string =>
  `${formatClock(from).slice(0, 5)}–${formatClock(until).slice(0, 5)}`;
