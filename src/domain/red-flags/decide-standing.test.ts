import { describe, expect, it } from 'vitest';
import { decideOwnStage, decideStanding } from './decide-standing.ts';
import type { RedFlagAnswer } from './index.ts';
import { listGravest } from './list-gravest.ts';
import type { SignAnswer } from './red-flag-question.ts';
import type { KeptSignWord, SignWay, SignWord } from './sign-word.ts';

const ROW = { source: 'a list', effectiveFrom: null, effectiveTo: null };
const urgencyOf = (flag: string) => (flag === 'self-harm' ? 'crisis' : 'emergency');

/** As the rule answers: what is yes or unsure is found, what is left out is missing. */
function told(
  answers: readonly SignAnswer[],
  { missing = [], heard = [], way = 'asked' }: { missing?: string[]; heard?: string[]; way?: SignWay } = {},
): SignWord {
  const found = answers.filter(({ said }) => said !== 'no').map(({ flag }) => flag);
  const flags: RedFlagAnswer['flags'] = [
    ...found.map((flag) => ({ flag, urgency: urgencyOf(flag), by: 'answer' }) as const),
    ...heard.map((flag) => ({ flag, urgency: urgencyOf(flag), by: 'words' }) as const),
  ];
  const reasons = [
    ...flags.map(({ flag, by }) => ({ code: `flag-by-${by}`, rule: `red-flag/${flag}`, ...ROW })),
    ...missing.map((flag) => ({ code: 'missing-fact', rule: `answers/${flag}`, ...ROW })),
  ];
  const outcome = flags[0]?.urgency ?? (missing.length > 0 ? 'needs-review' : 'none-found');
  const answer: RedFlagAnswer = { outcome, flags, crisisLines: [], reasons, packs: [] };
  const place = { state: 'NY', country: 'US' };
  return { kind: 'told', way, answers, words: null, language: 'en', place, ageYears: 40, answer };
}

function inOrder(...words: readonly (SignWord & { personKey?: string })[]): KeptSignWord[] {
  return words.map(({ personKey = 'ada', ...word }, index) => {
    const position = index + 1;
    const saidBy = personKey === 'helen' ? 'staff' : 'patient';
    return {
      ...word,
      position,
      saidBy,
      personKey,
      name: personKey,
      at: `2026-11-22T15:0${position}:00.000Z`,
    };
  });
}

const yes = (flag: string): SignAnswer => ({ flag, said: 'yes' });
const no = (flag: string): SignAnswer => ({ flag, said: 'no' });
const seen = (upTo: number) => ({ kind: 'acknowledged', upTo, personKey: 'helen' }) as const;

describe('how a visit stands', () => {
  it('needs review while nothing was told, and nobody can acknowledge nothing', () => {
    expect(decideStanding([])).toMatchObject({ urgency: 'needs-review', isTold: false, upTo: 0 });
    expect(decideStanding(inOrder(seen(0))).acknowledged).toBeNull();
  });

  it('has no finding where everything was answered with no', () => {
    const standing = decideStanding(inOrder(told([no('chest-pain'), no('seizure')])));
    expect(standing).toMatchObject({ urgency: 'none-found', isTold: true, open: [], found: [], upTo: 0 });
  });

  it('keeps a yes when a later answer says no, with who said it first and by which row', () => {
    const words = inOrder(told([yes('chest-pain')]), told([no('chest-pain')]));
    expect(decideStanding(words)).toMatchObject({
      urgency: 'emergency',
      found: [{ flag: 'chest-pain', said: 'yes', name: 'ada', reason: { rule: 'red-flag/chest-pain' } }],
    });
  });

  it('takes a later "unsure" for no less than the yes, and a later yes for more than "unsure"', () => {
    const unsure: SignAnswer = { flag: 'seizure', said: 'unsure' };
    const saidOf = (...words: SignWord[]) => decideStanding(inOrder(...words)).found.map(({ said }) => said);
    expect(saidOf(told([unsure]))).toEqual(['unsure']);
    expect(saidOf(told([unsure]), told([yes('seizure')]))).toEqual(['yes']);
    expect(saidOf(told([yes('seizure')]), told([unsure]))).toEqual(['yes']);
    expect(saidOf(told([], { heard: ['seizure'] }), told([unsure]))).toEqual(['unsure']);
  });

  it('holds each sign to its own answer, and a "no" beside the words that named it to nothing', () => {
    const foundOf = (...words: SignWord[]) =>
      decideStanding(inOrder(...words)).found.map(({ flag, said }) => [flag, said]);
    const unsure: SignAnswer = { flag: 'bleeding', said: 'unsure' };
    expect(foundOf(told([unsure, yes('seizure')]))).toEqual([
      ['bleeding', 'unsure'],
      ['seizure', 'yes'],
    ]);
    expect(foundOf(told([no('seizure')], { heard: ['seizure'] }))).toEqual([['seizure', null]]);
  });

  it('words after an answer change nothing of it', () => {
    const heard = told([], { heard: ['seizure'], way: 'chat' });
    const unsure: SignAnswer = { flag: 'seizure', said: 'unsure' };
    for (const answer of [unsure, yes('seizure')])
      expect(decideStanding(inOrder(told([answer]), heard)).found).toMatchObject([
        { by: 'answer', said: answer.said },
      ]);
  });

  it('says who told it first, and whose word it was where staff wrote it down', () => {
    const aloud = {
      ...told([yes('seizure')], { way: 'aloud' }),
      toldBy: 'proxy',
      personKey: 'helen',
    } as const;
    const [first] = decideStanding(inOrder(aloud, told([yes('seizure')]))).found;
    expect([first?.saidBy, first?.name, first?.toldBy]).toEqual(['staff', 'helen', 'proxy']);
    const [own] = decideStanding(inOrder(told([yes('seizure')]), aloud)).found;
    expect([own?.saidBy, own?.toldBy]).toEqual(['patient', null]);
  });

  it.each(['aloud', 'reported'] as const)('%s: raises, closes its own question, and asks no other', (way) => {
    const word = told([yes('seizure')], { way, missing: ['bleeding'] });
    expect(decideStanding(inOrder(word))).toMatchObject({ urgency: 'emergency', isTold: false, open: [] });
    const asked = told([], { missing: ['seizure', 'bleeding'] });
    expect(decideStanding(inOrder(asked, word)).open).toEqual(['bleeding']);
  });

  it('puts the emergency before the crisis, whichever was told first', () => {
    const flags = decideStanding(inOrder(told([yes('self-harm'), yes('bleeding')]))).found;
    expect(flags.map(({ flag }) => flag)).toEqual(['bleeding', 'self-harm']);
  });

  it('leaves a question open until somebody answers it', () => {
    const first = told([], { missing: ['seizure', 'bleeding'] });
    expect(decideStanding(inOrder(first))).toMatchObject({
      urgency: 'needs-review',
      open: ['seizure', 'bleeding'],
      upTo: 1,
    });
    expect(decideStanding(inOrder(first, told([no('seizure')]))).open).toEqual(['bleeding']);
    // Named in words it is no question any more, nor is what was told itself.
    const named = inOrder(first, told([], { heard: ['seizure'], way: 'chat' }));
    expect(decideStanding(named).open).toEqual(['bleeding']);
    expect(decideStanding(inOrder(told([yes('chest-pain')]))).open).toEqual([]);
    const both = inOrder(first, told([no('seizure'), no('bleeding')]));
    expect(decideStanding(both)).toMatchObject({ urgency: 'none-found', open: [] });
  });

  it('counts a sign heard in the chat, and still says that the question was never asked', () => {
    const heard = told([], { heard: ['self-harm'], missing: ['seizure'], way: 'chat' });
    expect(decideStanding(inOrder(heard))).toMatchObject({ urgency: 'crisis', isTold: false, open: [] });
  });

  it('needs review where a yes is to something that no row tells of', () => {
    const odd = told([yes('chest-pain')]);
    if (odd.kind !== 'told') throw new Error('told');
    const reasons = [{ code: 'unknown-flag', rule: 'answers/new', ...ROW }];
    const unknown = {
      ...odd,
      answer: { ...odd.answer, outcome: 'needs-review', flags: [], reasons },
    } as const;
    expect(decideStanding(inOrder(unknown))).toMatchObject({ urgency: 'needs-review', upTo: 1 });
    // Also beside answers that all are known.
    expect(decideStanding(inOrder(unknown, told([no('seizure')]))).urgency).toBe('needs-review');
  });

  it('is acknowledged by whoever saw the last of it, and stands as it stood', () => {
    const words = inOrder(told([yes('bleeding')]), seen(1));
    expect(decideStanding(words)).toMatchObject({ urgency: 'emergency', acknowledged: { by: 'helen' } });
  });

  it('wants a new acknowledgement for what was told after it was looked at', () => {
    const words = inOrder(told([yes('bleeding')]), told([yes('seizure')]), seen(1));
    expect(decideStanding(words)).toMatchObject({ upTo: 2, acknowledged: null });
  });
});

describe('how one person stands', () => {
  it('is asked, hears who answers at once, and has told', () => {
    const raised = told([yes('bleeding')]);
    expect(decideOwnStage([], 'ada').stage).toBe('to-ask');
    expect(decideOwnStage(inOrder(raised), 'ada')).toEqual({ stage: 'to-hear', flags: ['bleeding'] });
    const gone = inOrder(raised, { kind: 'went-on', word: 'called' });
    expect(decideOwnStage(gone, 'ada')).toEqual({ stage: 'told', flags: ['bleeding'] });
    expect(decideOwnStage(inOrder(told([no('bleeding')])), 'ada').stage).toBe('told');
  });

  it('hears it again after telling another sign', () => {
    const words = inOrder(
      told([yes('bleeding')]),
      { kind: 'went-on', word: 'safe' },
      told([yes('self-harm')]),
    );
    expect(decideOwnStage(words, 'ada').stage).toBe('to-hear');
  });

  it('still hears it after a later "no": that is no way on', () => {
    const words = inOrder(told([yes('bleeding')]), told([no('bleeding')]));
    expect(decideOwnStage(words, 'ada').stage).toBe('to-hear');
  });

  it('is asked where only their chat was read, or they went on without a word; a guest’s report is told', () => {
    const heard = inOrder(told([], { heard: ['seizure'], way: 'chat' }), { kind: 'went-on', word: 'safe' });
    expect(decideOwnStage(heard, 'ada')).toEqual({ stage: 'to-ask', flags: [] });
    const reported = inOrder(told([yes('seizure')], { way: 'reported' }));
    expect(decideOwnStage(reported, 'ada')).toEqual({ stage: 'to-hear', flags: ['seizure'] });
    const aloud = inOrder(told([yes('seizure')], { way: 'aloud' }));
    expect(decideOwnStage(aloud, 'ada').flags).toEqual([]);
  });

  it('learns nothing of what another told, and is asked themselves', () => {
    const words = inOrder({ ...told([yes('self-harm')]), personKey: 'mother' });
    expect(decideOwnStage(words, 'ada')).toEqual({ stage: 'to-ask', flags: [] });
  });
});

describe('several answers to one sign', () => {
  it.each([
    [['yes', 'no'], 'yes'],
    [['no', 'yes'], 'yes'],
    [['unsure', 'no'], 'unsure'],
    [['yes', 'unsure'], 'yes'],
    [['no', 'no'], 'no'],
  ] as const)('%j come to %s', (said, gravest) => {
    expect(listGravest(said.map((one) => ({ flag: 'seizure', said: one })))).toEqual([
      { flag: 'seizure', said: gravest },
    ]);
  });
});
