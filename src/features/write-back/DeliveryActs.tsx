// What this person may do with one delivery: the buttons that the server offers and no others. What cannot be taken
// back asks once more; what is inside opens above the page.
import { useState } from 'react';
import type { DeliveriesView, DeliveryAct, DeliveryLine, Receipt } from '#domain/write-back';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { AssignForm } from './AssignForm.tsx';
import { CompareSheet } from './CompareSheet.tsx';
import { type DeliveryOrder, useDeliveryOrder } from './delivery-queries.ts';
import { refusalText } from './delivery-texts.ts';
import { ExportSheet } from './ExportSheet.tsx';

interface DeliveryActsProps {
  launchId: string;
  delivery: Receipt | DeliveryLine;
  /** What the buttons are about, for those who hear them out of their place. */
  name: string;
  clinicians?: DeliveriesView['clinicians'];
}

const OPENS: readonly DeliveryAct[] = ['compare', 'export'];

export function DeliveryActs({ launchId, delivery, name, clinicians = [] }: DeliveryActsProps) {
  const say = useText();
  const [opened, setOpened] = useState<DeliveryAct | null>(null);
  const order = useDeliveryOrder(launchId, delivery.deliveryId);
  if (delivery.may.length === 0) return null;
  const close = () => setOpened(null);
  const tell = (what: DeliveryOrder) => order.mutate(what, { onSuccess: close });
  const press = (act: DeliveryAct) => {
    order.reset();
    if (act === 'retry') tell({ act });
    else setOpened(opened === act ? null : act);
  };
  const may = (act: DeliveryAct) => opened === act && delivery.may.includes(act);
  const question = opened === 'done' && delivery.next === 'credit-by-hand' ? 'credited' : opened;
  const pending = order.isPending ? say('app.one-moment') : null;
  return (
    <div className="stack-tight">
      <div className="row">
        {delivery.may.map((act) => (
          <Button
            key={act}
            small
            pending={order.isPending && order.variables.act === act ? pending : null}
            aria-expanded={act === 'retry' || OPENS.includes(act) ? undefined : opened === act}
            onClick={() => press(act)}
          >
            {say(`staff.delivery.act.${act}`)}
            <span className="hidden-but-read"> {name}</span>
          </Button>
        ))}
      </div>
      {(may('done') || may('hand-over')) && (
        <div className="delivery-question">
          <p>{say(`staff.delivery.sure.${question}`)}</p>
          <div className="row">
            <Button
              small
              kind="primary"
              pending={pending}
              onClick={() => tell({ act: opened === 'done' ? 'done' : 'hand-over' })}
            >
              {say(`staff.delivery.sure.${question}.yes`)}
            </Button>
            <Button small onClick={close}>
              {say('staff.delivery.sure.no')}
            </Button>
          </div>
        </div>
      )}
      {may('assign') && (
        <AssignForm
          clinicians={clinicians}
          isAssigned={delivery.assignedTo !== null}
          pending={pending}
          onAssign={(personId) => tell({ act: 'assign', personId })}
          onClose={close}
        />
      )}
      {order.isError && (
        <p role="alert" className="delivery-problem">
          {refusalText(order.error, say)}
        </p>
      )}
      {opened === 'compare' && (
        <CompareSheet launchId={launchId} deliveryId={delivery.deliveryId} name={name} onClose={close} />
      )}
      {opened === 'export' && (
        <ExportSheet launchId={launchId} deliveryId={delivery.deliveryId} name={name} onClose={close} />
      )}
    </div>
  );
}
