// Beside the verification: what the public NPI registry says of this clinician. The clinician reported it there, so it
// is something to compare with and never a verification.
import { useState } from 'react';
import type { LookedUp } from '#domain/licensure';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { useNpiRegistry } from './credential-queries.ts';

export function NpiLookUp({ launchId, credentialId }: { launchId: string; credentialId: string }) {
  const say = useText();
  const registry = useNpiRegistry(launchId, credentialId);
  const [npi, setNpi] = useState('');
  const [isTold, setTold] = useState(false);
  const isRight = /^\d{10}$/.test(npi);
  return (
    <div className="stack-tight">
      <TextField
        label={say('licensure.npi')}
        value={npi}
        onChange={(typed) => setNpi(typed.trim())}
        problem={isTold && !isRight ? say('licensure.npi.wrong') : undefined}
      />
      <p>
        <Button
          small
          pending={registry.isPending ? say('app.one-moment') : null}
          onClick={() => {
            setTold(true);
            if (isRight) registry.mutate(npi);
          }}
        >
          {say('licensure.npi.ask')}
        </Button>
      </p>
      {registry.isError && <p role="alert">{say('licensure.npi.unreachable')}</p>}
      {registry.data && <Answer answer={registry.data} />}
    </div>
  );
}

function Answer({ answer }: { answer: LookedUp }) {
  const say = useText();
  if (!answer.ok) return <p role="alert">{say(`licensure.npi.${answer.why}`)}</p>;
  const { name, isActive, licences } = answer.evidence;
  return (
    <div role="status" className="stack-tight">
      <p>{say(isActive ? 'licensure.npi.person' : 'licensure.npi.person.ended', { name: isolate(name) })}</p>
      <ul>
        {licences.map(({ state, number, field, matches }) => (
          <li key={`${state} ${number} ${field}`}>
            {[state, number ?? say('licensure.npi.no-number'), field]
              .filter(Boolean)
              .map(String)
              .map(isolate)
              .join(' · ')}
            {matches && <span className="strong"> {say('licensure.npi.matches')}</span>}
          </li>
        ))}
      </ul>
      <p className="small">{say('licensure.npi.worth')}</p>
    </div>
  );
}
