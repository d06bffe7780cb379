// The call as people see it: names and roles, five controls by mouse and by keyboard, what is said aloud,
// what is offered on a bad line – and no barrier at any width or contrast.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findBarriers, lookOver, NARROW } from '../fixtures/browser.ts';
import { startTurn } from '../fixtures/turn.ts';
import { joinedBy } from '../fixtures/video-conformance.ts';
import { type StagePerson, startVideoStage, type VideoStage } from '../fixtures/video-stage.ts';

let stage: VideoStage;
beforeAll(async () => {
  stage = await startVideoStage();
});
afterAll(() => stage.close());

const BOTH = { microphone: true, camera: true };
let rooms = 0;

/** Ann sees the call's screen; Bob is in it. */
async function openCall(options: object = {}) {
  rooms += 1;
  const room = `call-${rooms}`;
  const [ann, bob] = [
    await stage.newPerson('ann', { room, ...options }),
    await stage.newPerson('bob', { room, ...options }),
  ];
  onTestFinished(async () => {
    await ann.close();
    await bob.close();
  });
  await ann.act.show('call');
  await ann.page.getByRole('region', { name: 'Call' }).waitFor();
  await Promise.all([ann.act.join(BOTH), bob.act.join(BOTH)]);
  await ann.until(joinedBy('bob'));
  return { room, ann, bob, page: ann.page };
}

const button = (one: StagePerson, name: string | RegExp) => one.page.getByRole('button', { name });

describe('the call’s screen', () => {
  it('shows who is there with name and role, moving, and has no barrier', async () => {
    const { page } = await openCall();
    await page.getByRole('figure', { name: 'Bob Sample, Patient' }).waitFor();
    await page.getByRole('figure', { name: 'You, Clinician' }).waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('video')].every((one) => one.videoWidth > 0),
    );
    await page.getByText('encrypted from end to end').waitFor();
    expect(await lookOver(page, 'call')).toEqual([]);
  });

  it('has no barrier in the dark, with forced colours, nor with reduced motion', async () => {
    const { page } = await openCall();
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await findBarriers(page)).toEqual([]);
    await page.emulateMedia({ forcedColors: 'active' });
    expect(await findBarriers(page)).toEqual([]);
  });

  it('works by its five controls', async () => {
    const { ann, bob, page } = await openCall();
    await button(ann, 'Mute yourself').click();
    await bob.until((view) => view.participants[0]?.media.microphone === false);
    await button(ann, 'Unmute yourself').click();
    await button(ann, 'Turn your camera off').click();
    await bob.until(({ participants: [one] }) => one?.media.camera === false && one.media.microphone);
    await button(ann, 'Turn your camera on').waitFor();
    await button(ann, 'Share your screen').click();
    await page.getByText('The others see what you share').waitFor();
    await button(ann, 'Stop sharing your screen').click();
    await button(ann, 'Open the chat (2 new messages)').click();
    await button(ann, 'Close the chat').waitFor();
    await button(ann, 'Leave the call').click();
    await bob.until((view) => view.participants.length === 0);
  });

  it('works by keyboard, and leaves plain letters to others', async () => {
    const { ann, bob, page } = await openCall();
    await page.keyboard.press('m');
    await page.keyboard.press('v');
    await page.keyboard.press('Alt+Shift+KeyM');
    await bob.until(({ participants: [one] }) => one?.media.microphone === false && one.media.camera);
    await page.keyboard.press('Alt+Shift+KeyV');
    await bob.until(({ participants: [one] }) => one?.media.camera === false);
    await button(ann, 'Unmute yourself').focus();
    await page.keyboard.press('Enter');
    await bob.until(({ participants: [one] }) => one?.media.microphone === true);
    await page.keyboard.press('Alt+Shift+KeyL');
    await bob.until((view) => view.participants.length === 0);
  });

  it('says aloud who comes, goes and is lost', async () => {
    const { room, page, bob } = await openCall();
    const news = page.locator('.hidden-but-read[role=status]');
    await news.getByText('Bob Sample joined the call.').waitFor({ state: 'attached' });
    const cleo = await stage.newPerson('cleo', { room });
    await cleo.act.join(BOTH);
    await news.getByText('Cleo Third joined the call.').waitFor({ state: 'attached' });
    await cleo.act.leave();
    await news.getByText('Cleo Third left the call.').waitFor({ state: 'attached' });
    await cleo.close();
    await bob.page.reload();
    await bob.page.evaluate((name) => window.stage.open('bob', { room: name }), room);
    await bob.act.prepare(BOTH);
    await news.getByText('The connection to Bob Sample was lost.').waitFor({ state: 'attached' });
  });

  it('hides and shows one’s own picture', async () => {
    const { ann, page } = await openCall();
    await button(ann, 'Hide my own picture').click();
    await page.getByRole('figure', { name: 'You, Clinician' }).waitFor({ state: 'detached' });
    await button(ann, 'Show my own picture').click();
    await page.getByRole('figure', { name: 'You, Clinician' }).waitFor();
  });

  it('shows a shared screen large and the face beside it', async () => {
    const { bob, page } = await openCall();
    await bob.act.shareScreen(true);
    await page.getByRole('figure', { name: 'Screen of Bob Sample, Patient' }).waitFor();
    await page.getByRole('figure', { name: 'Bob Sample, Patient', exact: true }).waitFor();
    expect(await lookOver(page, 'call-screen')).toEqual([]);
  });

  it('says what is wrong with a camera and tries again', async () => {
    const { ann, bob, page } = await openCall();
    await ann.act.unplug('camera');
    await page.getByText('Your camera was unplugged').waitFor();
    expect(await lookOver(page, 'call-unplugged', undefined, [NARROW])).toEqual([]);
    await button(ann, 'Try again').click();
    await page.getByText('Your camera was unplugged').waitFor({ state: 'detached' });
    await bob.until((view) => view.participants[0]?.media.camera === true);
  });
});

describe('what has to be said', () => {
  it('says why the call ended for somebody whom the server let go', async () => {
    const { room, page } = await openCall();
    stage.relay.remove(room, 'ann', 'expired');
    await page.getByText('Your time in this call has ended.').waitFor();
    expect(await page.getByText('Nobody else is in the call yet').count()).toBe(0);
    expect(await lookOver(page, 'call-ended', undefined, [NARROW])).toEqual([]);
  });

  it('says that a microphone gives no sound', async () => {
    const ann = await stage.newPerson('ann', { room: 'silent' });
    onTestFinished(() => ann.close());
    await ann.act.silence();
    await ann.act.show('call');
    await ann.act.join(BOTH);
    await ann.page.getByText('Your microphone gives no sound').waitFor();
    await button(ann, 'Mute yourself').click();
    await ann.page.getByText('Your microphone gives no sound').waitFor({ state: 'detached' });
  });

  it.each([
    ['forbids', "camera 'none'; microphone 'none'", true, 'blocked-here'],
    ['allows', 'camera; microphone', false, 'allowed'],
  ])('knows a frame that %s the camera before anybody is asked', async (_, allow, needsOwnWindow, reach) => {
    const ann = await stage.newPerson('ann', { room: 'framed' });
    onTestFinished(() => ann.close());
    await ann.page.context().grantPermissions(['camera', 'microphone']);
    await ann.page.evaluate((policy) => {
      const frame = Object.assign(document.createElement('iframe'), { allow: policy, title: 'call' });
      frame.src = location.href;
      document.body.append(frame);
    }, allow);
    const frame = await ann.page.waitForSelector('iframe').then((found) => found.contentFrame());
    await frame?.waitForFunction(() => window.stage !== undefined);
    expect(await frame?.evaluate(() => window.stage.probe())).toEqual({
      microphone: reach,
      camera: reach,
      needsOwnWindow,
    });
  });
});

describe('on a bad line', () => {
  it('says so, lowers the picture, offers sound alone, and does it when asked – never before', async () => {
    const turn = await startTurn();
    onTestFinished(turn.close);
    const { ann, bob, page } = await openCall({ iceServers: turn.iceServers, relayOnly: true });
    turn.lose(30);
    await page.getByText('Parts of sound and picture are getting lost on the way.').waitFor();
    await button(ann, 'Go on with sound only').waitFor({ timeout: 60_000 });
    expect((await bob.act.view()).participants[0]?.media.camera).toBe(true);
    await button(ann, 'Go on with sound only').click();
    await bob.until((view) => view.participants[0]?.media.camera === false);
  });

  it('offers to try again and then the telephone while nothing comes through', async () => {
    const turn = await startTurn();
    onTestFinished(turn.close);
    const { ann, page } = await openCall({ iceServers: turn.iceServers, relayOnly: true });
    turn.lose(100);
    await page.getByText('The connection is lost.').waitFor({ timeout: 60_000 });
    await button(ann, 'Connect again').waitFor({ timeout: 60_000 });
    await button(ann, 'Go on by phone').click({ timeout: 60_000 });
    await page.locator('#done', { hasText: 'phone' }).waitFor();
  });
});

describe('before the call', () => {
  it('shows oneself and hears the microphone, sends nothing, and lets choose', async () => {
    const ann = await stage.newPerson('ann', { room: 'check' });
    onTestFinished(() => ann.close());
    await ann.act.show('check');
    await ann.act.prepare(BOTH);
    await ann.page.getByText('We hear you.').waitFor();
    await ann.page.getByLabel('Camera', { exact: true }).selectOption({ label: 'fake_device_1' });
    await ann.until(() => true);
    await expect.poll(() => ann.act.ownLabel('camera')).toBe('fake_device_1');
    expect(await lookOver(ann.page, 'call-check')).toEqual([]);
    expect(await ann.packetsSent()).toBe(0);
  });

  it('says what to do where the camera is not allowed', async () => {
    const ann = await stage.newPerson('ann', { room: 'denied' });
    onTestFinished(() => ann.close());
    await ann.act.show('check');
    await ann.act.refuse('camera', 'NotAllowedError', 'Permission denied');
    await ann.act.prepare(BOTH);
    await ann.page.getByText('Your camera is not allowed').waitFor();
    await ann.page.getByText('Allow it in your browser').waitFor();
    expect(await lookOver(ann.page, 'call-denied', undefined, [NARROW])).toEqual([]);
  });
});
