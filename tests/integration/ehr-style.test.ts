// The colours an EHR offers: two hex colours reach the browser, from the tenant's own hosts, and every failure is
// our own look.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchUrl } from '../fixtures/small-house.ts';
import { type SmallLaunch, startSmallLaunch } from '../fixtures/small-launch.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { apiOf, askAdmin, launchIdOf, mintLaunch, Visitor } from '../fixtures/visitor.ts';

describe('the style of the sandbox EHR', () => {
  let stack: Stack;
  let ask: () => Promise<{ status: number; style: unknown }>;
  beforeAll(async () => {
    stack = await startStack();
    const visitor = new Visitor();
    const arrived = await visitor.follow(await mintLaunch(stack, { patient: 'ada-martin' }));
    const api = apiOf(stack, visitor, launchIdOf(arrived));
    ask = async () => {
      const answer = await api.get('style');
      return { status: answer.status, style: await answer.json() };
    };
  });
  afterEach(() => askAdmin(stack, '/faults', undefined, 'DELETE'));
  afterAll(() => stack.close());

  it('is read without a token and told as two colours', async () => {
    expect(await ask()).toEqual({ status: 200, style: { accent: '#3d3a8c', paper: '#fdfbf4' } });
  });

  it.each([
    ['is down', { status: 503 }],
    ['leads elsewhere', { redirect: 'https://elsewhere.example/style.json' }],
    ['is half an answer', { halfAnswer: true }],
    ['is no JSON', { truncateJson: true }],
    ['is a page', { status: 200, body: '<html><style>*{display:none}</style></html>' }],
    [
      'is too long',
      { status: 200, body: JSON.stringify({ color_highlight: '#123456', x: 'y'.repeat(20_000) }) },
    ],
    ['holds no colours', { status: 200, body: '{"color_highlight":"red;}*{display:none}"}' }],
  ])('that %s is none', async (_, fault) => {
    await askAdmin(stack, '/faults', { route: '/style/**', ...fault });
    expect(await ask()).toEqual({ status: 200, style: {} });
  });
});

describe('the style of an EHR that names its address', () => {
  let story: SmallLaunch;
  beforeAll(async () => {
    story = await startSmallLaunch();
  });
  afterAll(() => story.close());
  const askWith = async (url: unknown) => {
    story.ehr.context.smart_style_url = url;
    story.ehr.settings.sub = `person ${String(url)}`;
    const visitor = new Visitor();
    const arrived = await visitor.follow(launchUrl(story.house, story.ehr));
    const before = story.ehr.seen.length;
    const answer = await apiOf({ appUrl: story.house.appUrl } as never, visitor, launchIdOf(arrived)).get(
      'style',
    );
    const asked = story.ehr.seen.slice(before).filter(({ path }) => path.includes('style'));
    return { style: await answer.json(), asked };
  };

  it.each([
    'https://elsewhere.example/style.json',
    'http://localhost:9/style.json',
    'http://169.254.169.254/style.json',
    'file:///etc/passwd',
    'javascript:1',
    7,
  ])('%s is not one of its hosts', async (url) => {
    expect(await askWith(url)).toEqual({ style: {}, asked: [] });
  });

  it('asks its own host, and shows no token there', async () => {
    const { asked } = await askWith(`${story.ehr.origin}/style.json`);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });
});
