// Letting the patient in: two identifiers compared with the picture or the voice, and only through an open gate.
import { useState } from 'react';
import { type GateView, IDENTIFIERS, isOpening } from '#domain/visit';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';

type Identifier = (typeof IDENTIFIERS)[number];

interface AdmitFormProps {
  gate: GateView;
  pending: string | null;
  onAdmit: (identifiers: Identifier[]) => void;
  onReview: () => void;
}

export function AdmitForm({ gate, pending, onAdmit, onReview }: AdmitFormProps) {
  const say = useText();
  const [seen, setSeen] = useState<readonly Identifier[]>(['name', 'birth-date']);
  const [isTold, setTold] = useState(false);
  if (!isOpening(gate.verdict))
    return (
      <div className="visit-panel stack-tight">
        <p className="strong">{say('staff.visit.admit.closed')}</p>
        <p>
          <Button small kind="primary" onClick={onReview}>
            {say('staff.visit.admit.why')}
          </Button>
        </p>
      </div>
    );
  return (
    <form
      className="visit-panel stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (seen.length >= 2) onAdmit([...seen]);
      }}
    >
      <fieldset className="visit-checks">
        <legend className="strong">{say('staff.visit.admit.identifiers')}</legend>
        {IDENTIFIERS.map((identifier) => (
          <label key={identifier} className="visit-check">
            <input
              type="checkbox"
              checked={seen.includes(identifier)}
              onChange={(event) =>
                setSeen(
                  event.target.checked ? [...seen, identifier] : seen.filter((one) => one !== identifier),
                )
              }
            />
            {say(`staff.visit.identifier.${identifier}`)}
          </label>
        ))}
      </fieldset>
      {gate.verdict === 'allow-by-exception' && (
        <p className="small">{say('staff.visit.admit.by-exception')}</p>
      )}
      {isTold && seen.length < 2 && <p role="alert">{say('staff.visit.admit.two')}</p>}
      <p>
        <Button small kind="primary" submits pending={pending}>
          {say('staff.visit.admit.now')}
        </Button>
      </p>
    </form>
  );
}
