// Where the EHR's frame forbids camera or microphone: said before anybody joins, with the window that may use them.
import { Suspense, useEffect, useState } from 'react';
import { useOwnWindow } from '#features/launch';
import { type DeviceProbe, FrameNotice, probeDevices } from '#features/video';

export function FrameCheck({ launchId }: { launchId: string }) {
  const [probe, setProbe] = useState<DeviceProbe | null>(null);
  const ownWindow = useOwnWindow(launchId);
  useEffect(() => {
    let isGone = false;
    void probeDevices().then((found) => !isGone && setProbe(found));
    return () => {
      isGone = true;
    };
  }, []);
  if (!probe?.needsOwnWindow) return null;
  return (
    <Suspense>
      <FrameNotice probe={probe} onOwnWindow={() => void ownWindow.open()} />
    </Suspense>
  );
}
