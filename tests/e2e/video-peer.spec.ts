// The body without a vendor keeps the driver's promises between real browser pages.
import { describeRoom } from '../fixtures/video-conformance.ts';
import { startVideoStage } from '../fixtures/video-stage.ts';

describeRoom('peer', async () => {
  const stage = await startVideoStage();
  return {
    person: (id, room) => stage.newPerson(id, { room }),
    remove: async (room, id, cause) => stage.relay.remove(room, id, cause),
    close: stage.close,
  };
});
