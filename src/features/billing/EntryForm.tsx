// What goes on the charge: codes, modifiers, units, diagnoses, place of service. Checking keeps the entry and says
// what is wrong with it; confirming is a press of its own, offered only when nothing is.
import { useState } from 'react';
import type { ChargeDiagnosis, ChargeEntry, ChargeView } from '#domain/billing';
import { formatDate } from '#lib/dates';
import { hasText } from '#lib/i18n';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { Notice } from '#ui/Notice';
import { type Say, useText } from '#ui/text';
import type { useChargeOrder } from './charge-queries.ts';
import { DiagnosisPicker } from './DiagnosisPicker.tsx';

interface EntryFormProps {
  launchId: string;
  view: ChargeView;
  order: ReturnType<typeof useChargeOrder>;
  pending: (call: string) => string | null;
}

interface LineText {
  code: string;
  modifiers: string;
  units: string;
}
interface Texts {
  lines: readonly LineText[];
  pos: string;
  diagnoses: readonly ChargeDiagnosis[];
}

const EMPTY_LINE: LineText = { code: '', modifiers: '', units: '1' };
const PLACES = ['10', '02', '11'];

export function EntryForm({ launchId, view, order, pending }: EntryFormProps) {
  const say = useText();
  const [edited, setEdited] = useState<Texts | null>(null);
  const texts = edited ?? textsOf(view.entry);
  const edit = (more: Partial<Texts>) => setEdited({ ...texts, ...more });
  const editLine = (at: number, more: Partial<LineText>) =>
    edit({ lines: texts.lines.map((line, place) => (place === at ? { ...line, ...more } : line)) });
  const [isTold, setTold] = useState(false);
  const bent = texts.lines.map(({ code, modifiers, units }) => ({
    code: !/^[0-9A-Z]{5}$/.test(code.trim().toUpperCase()),
    modifiers: listModifiers(modifiers).some((one) => !/^[0-9A-Z]{2}$/.test(one)),
    units: !/^\d{1,3}$/.test(units.trim()),
  }));
  const isBent = bent.some((one) => one.code || one.modifiers || one.units);
  const problem = (is: boolean | undefined, key: string) => (isTold && is ? say(key) : undefined);
  const check = () => {
    setTold(true);
    if (isBent) return;
    order.mutate(
      { call: 'entry', body: { revision: view.revision, entry: entryOf(texts) } },
      { onSuccess: () => setEdited(null) },
    );
  };
  const mayConfirm = view.may.includes('confirm') && edited === null;
  return (
    <form
      className="charge-entry"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <h3>{say('staff.charge.entry')}</h3>
      {texts.lines.map((line, at) => (
        // Lines have no names of their own; they are only ever added at the end.
        <fieldset key={String(at)} className="charge-entry-line">
          <legend className="small">{say('staff.charge.entry.line', { number: at + 1 })}</legend>
          <TextField
            label={say('staff.charge.entry.code')}
            value={line.code}
            onChange={(code) => editLine(at, { code })}
            problem={problem(bent[at]?.code, 'staff.charge.entry.code.bent')}
          />
          <TextField
            label={say('staff.charge.entry.modifiers')}
            value={line.modifiers}
            onChange={(modifiers) => editLine(at, { modifiers })}
            problem={problem(bent[at]?.modifiers, 'staff.charge.entry.modifiers.bent')}
          />
          <TextField
            label={say('staff.charge.entry.units')}
            value={line.units}
            onChange={(units) => editLine(at, { units })}
            problem={problem(bent[at]?.units, 'staff.charge.entry.units.bent')}
          />
          {texts.lines.length > 1 && (
            <Button
              small
              aria-label={say('staff.charge.entry.remove-line', { number: at + 1 })}
              onClick={() => edit({ lines: texts.lines.filter((_, place) => place !== at) })}
            >
              {say('staff.charge.entry.remove')}
            </Button>
          )}
        </fieldset>
      ))}
      <p className="row">
        <Button small onClick={() => edit({ lines: [...texts.lines, EMPTY_LINE] })}>
          {say('staff.charge.entry.more')}
        </Button>
      </p>
      <ChoiceField
        label={say('staff.charge.entry.pos')}
        value={texts.pos}
        choices={[
          { value: '', text: say('staff.charge.entry.pos.none') },
          ...[...new Set([...PLACES, ...(texts.pos ? [texts.pos] : [])])].map((pos) => ({
            value: pos,
            text: view.labels[pos] ? `${pos} – ${view.labels[pos]}` : pos,
          })),
        ]}
        onChange={(pos) => edit({ pos })}
      />
      <DiagnosisPicker
        launchId={launchId}
        picked={texts.diagnoses}
        onChange={(diagnoses) => edit({ diagnoses })}
      />
      <Verdict view={view} isEdited={edited !== null} say={say} />
      <p className="row">
        {mayConfirm && (
          <Button
            kind="primary"
            small
            pending={pending('confirm')}
            onClick={() =>
              order.mutate({
                call: 'confirm',
                body: { revision: view.revision, requestKey: crypto.randomUUID() },
              })
            }
          >
            {say(view.holds.length > 0 ? 'staff.charge.confirm-held' : 'staff.charge.confirm')}
          </Button>
        )}
        <Button small submits pending={pending('entry')}>
          {say('staff.charge.entry.check')}
        </Button>
      </p>
    </form>
  );
}

function Verdict({ view, isEdited, say }: { view: ChargeView; isEdited: boolean; say: Say }) {
  if (isEdited) return <p className="small soft">{say('staff.charge.entry.unchecked')}</p>;
  if (!view.entry) return null;
  return (
    <div role="status">
      {view.reasons.length > 0 && (
        <Notice tone="care" title={say('staff.charge.not-yet')}>
          <ul className="charge-list">
            {view.reasons.map((reason) => (
              <li key={`${reason.code} ${reason.about}`}>
                {say(`staff.charge.refusal.${reason.code}`, { about: aboutText(reason.about, say) })}
                {reason.rule && (
                  <span className="small soft">
                    {' '}
                    {[
                      reason.rule,
                      reason.source,
                      reason.effectiveFrom &&
                        say('staff.charge.from', { date: formatDate(reason.effectiveFrom) }),
                      reason.effectiveTo && say('staff.charge.to', { date: formatDate(reason.effectiveTo) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Holds holds={view.holds} say={say} />
    </div>
  );
}

function aboutText(about: string | null, say: Say): string {
  const key = `staff.charge.field.${about}`;
  return about !== null && hasText(key) ? say(key) : (about ?? '');
}

export function Holds({ holds, say }: { holds: ChargeView['holds']; say: Say }) {
  if (holds.length === 0) return null;
  return (
    <Notice title={say('staff.charge.held-for')}>
      <ul className="charge-list">
        {holds.map((hold) => (
          <li key={hold}>{say(`staff.charge.hold.${hold}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function textsOf(entry: ChargeEntry | null): Texts {
  const lines = entry?.lines.map(({ code, modifiers, units }) => ({
    ...{ code, modifiers: modifiers.join(' '), units: String(units) },
  }));
  return {
    lines: lines && lines.length > 0 ? lines : [EMPTY_LINE],
    pos: entry?.placeOfService ?? '',
    diagnoses: entry?.lines[0]?.diagnoses ?? [],
  };
}

const listModifiers = (text: string): string[] =>
  text
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean);

function entryOf({ lines, pos, diagnoses }: Texts): ChargeEntry {
  return {
    placeOfService: pos === '' ? null : pos,
    lines: lines.map(({ code, modifiers, units }) => ({
      code: code.trim().toUpperCase(),
      modifiers: listModifiers(modifiers),
      units: Number(units),
      diagnoses: [...diagnoses],
    })),
  };
}
