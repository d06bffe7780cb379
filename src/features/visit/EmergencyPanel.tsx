// The emergency: where the patient is, whom to call, what to say, and a way to see or hear them at once that asks
// no gate. It reads nothing from the EHR and needs no picture.
import { useState } from 'react';
import type { VisitView } from '#domain/visit';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Facts } from '#ui/Facts';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { nameOfState } from './state-names.ts';

interface EmergencyPanelProps {
  visit: VisitView;
  pending: string | null;
  onOpen: (emergency: { modality: 'video' | 'audio'; reason: string }) => void;
}

export function EmergencyPanel({ visit, pending, onOpen }: EmergencyPanelProps) {
  const say = useText();
  const [reason, setReason] = useState('');
  const [isTold, setTold] = useState(false);
  const where = visit.locations.at(-1)?.where;
  const { callBack, contact } = visit.checkIn;
  const place = where
    ? [where.address && isolate(where.address), where.state ? nameOfState(where.state) : where.country]
        .filter(Boolean)
        .join(', ')
    : say('staff.visit.emergency.unknown');
  const person = contact?.answer.name
    ? [contact.answer.name, contact.answer.relation, contact.answer.number].filter((part) => part !== null)
    : [say(contact ? 'staff.visit.emergency.nobody' : 'staff.visit.emergency.unknown')];
  const open = (modality: 'video' | 'audio') => {
    setTold(true);
    if (reason.trim() !== '') onOpen({ modality, reason: reason.trim() });
  };
  return (
    <div className="visit-panel visit-panel-stop stack-tight">
      <p className="strong">{say('staff.visit.emergency.911')}</p>
      <Facts
        facts={[
          { name: say('staff.visit.emergency.where'), value: place },
          {
            name: say('staff.visit.emergency.call-back'),
            value: callBack?.number ?? say('staff.visit.emergency.unknown'),
          },
          { name: say('staff.visit.emergency.contact'), value: person.map(isolate).join(' · ') },
        ]}
      />
      <p>{say('staff.visit.emergency.script', { place })}</p>
      <p>{say('staff.visit.emergency.988')}</p>
      <TextField
        label={say('staff.visit.emergency.reason')}
        value={reason}
        onChange={setReason}
        problem={isTold && reason.trim() === '' ? say('staff.visit.emergency.reason.missing') : undefined}
      />
      <div className="row">
        <Button small kind="primary" pending={pending} onClick={() => open('video')}>
          {say('staff.visit.emergency.video')}
        </Button>
        <Button small pending={pending} onClick={() => open('audio')}>
          {say('staff.visit.emergency.audio')}
        </Button>
      </div>
      <p className="small">{say('staff.visit.emergency.kept')}</p>
    </div>
  );
}
