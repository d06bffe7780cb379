// Who pays: the kind, and what the rules need beside it – a name for a commercial payer, a state for Medicaid.
import type { ChargeAnswers } from '#domain/billing';
import { PAYER_KINDS, STATE_CODES } from '#domain/rules';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';

type Payer = NonNullable<ChargeAnswers['payer']>;
type Known = Exclude<Payer, 'not-known'>;

interface PayerFieldsProps {
  payer: ChargeAnswers['payer'];
  onChange: (payer: ChargeAnswers['payer']) => void;
}

export function PayerFields({ payer, onChange }: PayerFieldsProps) {
  const say = useText();
  const kind = payer === undefined ? '' : payer === 'not-known' ? payer : payer.kind;
  const known = payer === undefined || payer === 'not-known' ? null : payer;
  const choose = (chosen: string) => {
    const found = PAYER_KINDS.find((one) => one === chosen);
    if (found) onChange({ kind: found });
    else if (chosen === 'not-known') onChange('not-known');
  };
  const change = (more: Partial<Known>) => known && onChange({ ...known, ...more });
  return (
    <>
      <ChoiceField
        label={say('staff.charge.field.payer')}
        value={kind}
        choices={[
          ...(payer === undefined ? [{ value: '', text: say('staff.charge.not-said') }] : []),
          ...PAYER_KINDS.map((value) => ({
            value: value as string,
            text: say(`staff.charge.payer.${value}`),
          })),
          { value: 'not-known', text: say('staff.charge.payer.not-known') },
        ]}
        onChange={choose}
      />
      {known?.kind === 'commercial' && (
        <TextField
          label={say('staff.charge.payer.name')}
          value={known.name ?? ''}
          onChange={(name) => change({ name })}
        />
      )}
      {known?.kind === 'medicaid' && (
        <ChoiceField
          label={say('staff.charge.payer.state')}
          value={known.state ?? ''}
          choices={[
            ...(known.state ? [] : [{ value: '' as const, text: say('staff.charge.not-said') }]),
            ...STATE_CODES.map((value) => ({ value, text: value })),
          ]}
          onChange={(state) => state !== '' && change({ state })}
        />
      )}
    </>
  );
}
