// The check-in's last question: do camera, microphone and network work? Tried on a room that reaches nobody, and on the
// site's relay alone. Not working is an answer too: the visit can go on by phone.
import { Suspense, useCallback, useEffect, useState } from 'react';
import type { RoomDriver } from '#domain/video';
import { openPeerRoom, PreCallCheck, probeDevices } from '#features/video';
import type { DeviceCheckSlot } from '#features/visit';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { readRelays } from './call-queries.ts';

type Check = Parameters<DeviceCheckSlot>[0] & { launchId: string; visitId: string };
type Fault = 'denied' | 'missing' | 'busy' | 'not-tried';

/** Leads nowhere: nobody can be called while a device is being tried. */
const NOWHERE = {
  announce: () => undefined,
  send: () => undefined,
  onMessage: () => () => undefined,
  onPeers: () => () => undefined,
  onReopened: () => () => undefined,
  onRemoved: () => () => undefined,
};

export function DeviceQuestion({ pending, onResult, launchId, visitId }: Check) {
  const say = useText();
  const [driver, setDriver] = useState<RoomDriver | null>(null);
  const [isTrying, setTrying] = useState(false);
  const readServers = useCallback(() => readRelays(launchId, visitId), [launchId, visitId]);
  useEffect(() => {
    if (!isTrying) return;
    let opened: RoomDriver | null = null;
    let isGone = false;
    openPeerRoom({
      selfId: 'check-in',
      port: NOWHERE,
      servers: async () => ({ iceServers: [], relayOnly: false }),
      now: () => performance.now(),
    }).then(async (made) => {
      if (isGone) return;
      opened = made;
      await made.prepare({ microphone: true, camera: true });
      if (!isGone) setDriver(made);
    });
    return () => {
      isGone = true;
      void opened?.leave();
    };
  }, [isTrying]);

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
