// To whom a delivery is given, by name; or to nobody any more.
import { useState } from 'react';
import type { DeliveriesView } from '#domain/write-back';
import { Button } from '#ui/Button';
import { ChoiceField } from '#ui/Field';
import { useText } from '#ui/text';

interface AssignFormProps {
  clinicians: DeliveriesView['clinicians'];
  isAssigned: boolean;
  pending: string | null;
  onAssign: (personId: string | null) => void;
  onClose: () => void;
}

export function AssignForm({ clinicians, isAssigned, pending, onAssign, onClose }: AssignFormProps) {
  const say = useText();
  const [chosen, setChosen] = useState('');
  if (clinicians.length === 0) return <p role="status">{say('staff.delivery.assign.nobody')}</p>;
  return (
    <form
      className="delivery-question"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) onAssign(chosen);
      }}
    >
      <p>{say('staff.delivery.assign.means')}</p>
      <ChoiceField
        label={say('staff.delivery.assign.to')}
        value={chosen}
        choices={[
          { value: '', text: say('staff.delivery.assign.choose') },
          ...clinicians.map(({ personId, name }) => ({ value: personId, text: name })),
        ]}
        onChange={setChosen}
      />
      <div className="row">
        <Button small kind="primary" submits pending={pending}>
          {say('staff.delivery.assign.yes')}
        </Button>
        {isAssigned && (
          <Button small pending={pending} onClick={() => onAssign(null)}>
            {say('staff.delivery.assign.nobody-more')}
          </Button>
        )}
        <Button small onClick={onClose}>
          {say('staff.delivery.sure.no')}
        </Button>
      </div>
    </form>
  );
}
