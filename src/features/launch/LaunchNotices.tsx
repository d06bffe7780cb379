// What a person should know of this launch before working with it: no role, no patient, no encounter,
// access that cannot be renewed, scopes withheld.
import type { SessionView } from '#domain/launch';
import { Button } from '#ui/Button';
import { CopyButton } from '#ui/CopyButton';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { type TellingLine, tellSentence, valuesOf } from './capability-texts.ts';
import { isWithheld } from './is-withheld.ts';

/** Reasons of a whole launch; those of single lines stand in the table. */
const STATES = ['no-patient', 'no-encounter', 'no-refresh-token', 'no-fhir-user'];

interface LaunchNoticesProps {
  view: SessionView;
  lines: readonly TellingLine[];
  onShowWithheld: () => void;
}

export function LaunchNotices({ view, lines, onShowWithheld }: LaunchNoticesProps) {
  const say = useText();
  const codes = new Set(lines.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
  const states = STATES.filter((code) => codes.has(code));
  const withheld = lines.filter(({ line }) => isWithheld(line)).length;
  return (
    <>
      {view.role === null && <NoRole view={view} />}
      {(states.length > 0 || withheld > 0) && (
        <Notice title={say('staff.notice.states.title')}>
          <ul className="stack-tight">
            {states.map((code) => (
              <li key={code}>{say(`staff.state.${code}`)}</li>
            ))}
            {withheld > 0 && (
              <li>
                {say('staff.notice.scopes', { count: withheld })}{' '}
                <Button small onClick={onShowWithheld}>
                  {say('staff.notice.scopes.show')}
                </Button>
              </li>
            )}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** A Practitioner the tenant's mapping does not know may read, and neither admit nor sign. */
function NoRole({ view }: { view: SessionView }) {
  const say = useText();
  const code = view.person.fhirUser === null ? 'no-fhir-user' : 'role-unknown';
  const sentence = tellSentence(code, valuesOf(view, '', {}), say);
  return (
    <Notice tone="care" title={say('staff.notice.role.title', { tenant: view.tenant.name })}>
      <p>{say(`staff.notice.role.meaning.${code}`)}</p>
      {sentence && (
        <>
          <p>{say(`staff.notice.role.${sentence.to}`)}</p>
          <p className="row">
            <span className="strong">{sentence.text}</span>
            <CopyButton label={say('staff.analyst.copy')} text={() => sentence.text} />
          </p>
        </>
      )}
    </Notice>
  );
}
