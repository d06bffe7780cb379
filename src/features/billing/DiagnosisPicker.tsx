// The diagnoses of a charge: picked from the chart's problem list where this window has one, or typed as ICD-10-CM.
// The order is the order on the claim; the first is the main one.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ChargeDiagnosis, DIAGNOSIS_SHAPE } from '#domain/billing';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { chartLinesQuery } from './charge-queries.ts';

interface DiagnosisPickerProps {
  launchId: string;
  picked: readonly ChargeDiagnosis[];
  onChange: (picked: readonly ChargeDiagnosis[]) => void;
}

const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';

export function DiagnosisPicker({ launchId, picked, onChange }: DiagnosisPickerProps) {
  const say = useText();
  const { data: lines } = useQuery(chartLinesQuery(launchId));
  const line = lines?.problems;
  const problems = line?.state === 'ready' && line.list === 'problems' ? line.rows : [];
  const offered = problems
    .filter(({ isCurrent }) => isCurrent)
    .flatMap(({ id, text, codes }) => {
      const code = codes.find(({ system }) => system === ICD)?.code;
      return code ? [{ code, display: text, problemId: id }] : [];
    })
    .filter(({ code }) => !picked.some((one) => one.code === code));
  const [typed, setTyped] = useState('');
  const [isBent, setBent] = useState(false);
  const add = (diagnosis: ChargeDiagnosis) => onChange([...picked, diagnosis]);
  const addTyped = () => {
    const code = typed.trim().toUpperCase();
    const isGood = DIAGNOSIS_SHAPE.test(code) && !picked.some((one) => one.code === code);
    setBent(!isGood);
    if (!isGood) return;
    add({ code, display: null, problemId: null });
    setTyped('');
  };
  return (
    <fieldset className="charge-diagnoses">
      <legend>{say('staff.charge.diagnoses')}</legend>
      {picked.length === 0 && <p className="small soft">{say('staff.charge.diagnoses.none')}</p>}
      <ol className="charge-picked">
        {picked.map(({ code, display }, at) => (
          <li key={code}>
            <span className="charge-code">{code}</span> {display}
            <Button
              small
              aria-label={say('staff.charge.diagnoses.remove', { code })}
              onClick={() => onChange(picked.filter((_, place) => place !== at))}
            >
              {say('staff.charge.entry.remove')}
            </Button>
          </li>
        ))}
      </ol>
      {offered.length > 0 && (
        <div>
          <p className="small">{say('staff.charge.diagnoses.from-chart')}</p>
          <p className="row">
            {offered.map((one) => (
              <Button key={one.problemId} small onClick={() => add(one)}>
                {[one.code, one.display].filter(Boolean).join(' ')}
              </Button>
            ))}
          </p>
        </div>
      )}
      <div className="charge-typed">
        <TextField
          label={say('staff.charge.diagnoses.typed')}
          value={typed}
          onChange={setTyped}
          problem={isBent ? say('staff.charge.diagnoses.bent') : undefined}
        />
        <Button small onClick={addTyped}>
          {say('staff.charge.diagnoses.add')}
        </Button>
      </div>
    </fieldset>
  );
}
