// The check-in's last question: do camera, microphone and network work? Tried on a room that reaches nobody, and on the
// site's relay alone. Not working is an answer too: the visit can go on by phone.
import { Suspense, useCallback, useState } from 'react';
import { PreCallCheck, probeDevices } from '#features/video';
import type { DeviceCheckSlot } from '#features/visit';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { readRelays } from './call-queries.ts';
import { useTriedDevices } from './useTriedDevices.ts';

type Check = Parameters<DeviceCheckSlot>[0] & { launchId: string; visitId: string };
type Fault = 'denied' | 'missing' | 'busy' | 'not-tried';

export function DeviceQuestion({ pending, onResult, launchId, visitId }: Check) {
  const say = useText();
  const [isTrying, setTrying] = useState(false);
  const driver = useTriedDevices(isTrying);
  const readServers = useCallback(() => readRelays(launchId, visitId), [launchId, visitId]);

  const tell = async () => {
    const tracks = driver?.view().own.tracks;
    const probe = await probeDevices();
    onResult({
      camera: tracks?.camera ? 'works' : faultOf(probe.camera),
      microphone: tracks?.microphone ? 'works' : faultOf(probe.microphone),
    });
  };
  return (
    <>
      <h1>{say('patient.visit.check-in.devices.title')}</h1>
      <p>{say('patient.visit.check-in.devices.why')}</p>
      {isTrying && !driver && <Loading words={say('app.visit.preparing')} />}
      {driver && (
        <Suspense fallback={<Loading words={say('app.loading')} />}>
          <PreCallCheck driver={driver} name="" readServers={readServers} />
        </Suspense>
      )}
      <div className="check-in-choices">
        {!isTrying && (
          <Button kind="primary" onClick={() => setTrying(true)}>
            {say('patient.visit.check-in.devices.try')}
          </Button>
        )}
        {driver && (
          <Button kind="primary" pending={pending} onClick={tell}>
            {say('patient.visit.check-in.devices.works')}
          </Button>
        )}
        <Button onClick={() => onResult({ camera: 'not-tried', microphone: 'not-tried' })}>
          {say('patient.visit.check-in.devices.later')}
        </Button>
      </div>
      <p className="soft">{say('patient.visit.check-in.devices.trouble')}</p>
    </>
  );
}

function faultOf(reach: Awaited<ReturnType<typeof probeDevices>>['camera']): Fault {
  if (reach === 'none') return 'missing';
  if (reach === 'denied' || reach === 'blocked-here') return 'denied';
  return reach === 'allowed' ? 'busy' : 'not-tried';
}
