// The EHR answered with somebody else's record: the whole screen says so and shows nothing of any record.
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import './wrong-patient.css';

export function WrongPatientPage() {
  const say = useText();
  return (
    <main className="wrong-patient" id="content">
      <div role="alert" className="wrong-patient-text">
        <h1>{say('chart.wrong-patient.title')}</h1>
        <p>{say('chart.wrong-patient.meaning')}</p>
        <p className="strong">{say('chart.wrong-patient.next')}</p>
      </div>
      <div className="row">
        <Button onClick={() => window.close()}>{say('chart.wrong-patient.close')}</Button>
      </div>
      <p className="small">{say('chart.wrong-patient.code')}</p>
    </main>
  );
}
