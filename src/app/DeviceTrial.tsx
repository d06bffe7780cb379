// Trying camera and microphone where nobody asks for the result: while a guest waits to be let in.
import { Suspense, useState } from 'react';
import { PreCallCheck } from '#features/video';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { useTriedDevices } from './useTriedDevices.ts';

export function DeviceTrial() {
  const say = useText();
  const [isTrying, setTrying] = useState(false);
  const driver = useTriedDevices(isTrying);
  if (!isTrying)
    return (
      <p>
        <Button onClick={() => setTrying(true)}>{say('app.visit.devices.try')}</Button>
      </p>
    );
  if (!driver) return <Loading words={say('app.visit.preparing')} />;
  return (
    <Suspense fallback={<Loading words={say('app.loading')} />}>
      <PreCallCheck driver={driver} name="" />
    </Suspense>
  );
}
