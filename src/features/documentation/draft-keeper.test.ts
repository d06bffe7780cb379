import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_CONTENT, type NoteContent, type NoteDraft, type Saved } from '#domain/documentation';
import { ApiError } from '#lib/api';
import type { LeftText } from './draft-journal.ts';
import { createDraftKeeper, restoreLeft, type SaveOrder } from './draft-keeper.ts';

const note = (plan: string): NoteContent => ({ ...NO_CONTENT, sections: { plan } });
const NO_ANSWER = () => new ApiError(0, 'network', null, '');

/** The other end of the wire: keeps a draft by revision as the server's rule says. */
function createServer() {
  let draft: NoteDraft | null = {
    draftId: 'draft',
    kind: 'note',
    of: null,
    template: 'primary-care',
    revision: 0,
    content: note(''),
    savedAt: null,
    savedBy: null,
    reference: 'WS-1',
    records: { title: '', lines: [] },
    others: [],
    holds: [],
  };
  let fault: 'none' | 'down' | 'answer-lost' | number = 'none';
  const orders: SaveOrder[] = [];
  const send = async (order: SaveOrder): Promise<Saved> => {
    orders.push(order);
    if (fault === 'down') throw NO_ANSWER();
    if (typeof fault === 'number') throw new ApiError(fault, `http-${fault}`, null, '');
    if (!draft) throw new ApiError(409, 'note.no-draft', null, '');
    if (order.baseRevision !== draft.revision) {
      const other = { otherId: `of-${order.page}`, at: '', by: { name: null, isYou: true } };
      const others = draft.others.filter(({ page }) => page !== order.page);
      draft = { ...draft, others: [...others, { ...other, ...order }] };
      throw new ApiError(409, 'note.conflict', null, '');
    }
    const savedAt = `after ${draft.revision + 1}`;
    draft = {
      ...draft,
      ...{ revision: draft.revision + 1, content: order.content, savedAt },
      savedBy: { name: null, isYou: true, page: order.page },
      others: draft.others.filter(({ otherId }) => !order.settles.includes(otherId)),
    };
    if (fault === 'answer-lost') throw NO_ANSWER();
    return { revision: draft.revision, savedAt };
  };
  return {
    orders,
    send,
    ask: async () => {
      if (fault === 'down') throw NO_ANSWER();
      return draft;
    },
    break: (how: typeof fault) => {
      fault = how;
    },
    sign: () => {
      draft = null;
    },
    now: (): NoteDraft => {
      if (!draft) throw new Error('no draft');
      return draft;
    },
  };
}

function createJournal() {
  const journal = {
    kept: null as { baseRevision: number; content: NoteContent } | null,
    left: [],
    keep: (text: { baseRevision: number; content: NoteContent }) => {
      journal.kept = text;
    },
    drop: () => {
      journal.kept = null;
    },
  };
  return journal;
}

let server: ReturnType<typeof createServer>;
const openAs = (page: string, journal = createJournal()) => {
  const keeper = createDraftKeeper({ page, send: server.send, ask: server.ask, journal }, server.now());
  return { keeper, journal, sight: keeper.sight };
};
const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  server = createServer();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a draft in step with the server', () => {
  it('is stored within two seconds of the last key, and in the middle of a long sentence', async () => {
    const { keeper, journal, sight } = openAs('one');
    expect(sight().light).toBe('saved');
    keeper.edit(note('a'));
    expect([sight().light, sight().revision, journal.kept?.content]).toEqual(['saving', null, note('a')]);
    await wait(2000);
    expect([sight().light, sight().revision, sight().savedAt, journal.kept]).toEqual([
      'saved',
      1,
      'after 1',
      null,
    ]);
    for (let key = 0; key < 30; key += 1) {
      keeper.edit(note(`a${'b'.repeat(key)}`));
      await wait(100);
    }
    expect(server.orders.length).toBeGreaterThan(1);
    await wait(2000);
    expect(server.now().content).toEqual(sight().content);
  });

  it('says that it is not stored while it is not, tries again by itself, and then says that it is', async () => {
    const { keeper, journal, sight } = openAs('one');
    server.break('down');
    keeper.edit(note('a'));
    await wait(2000);
    expect([sight().light, sight().trouble]).toEqual(['not-saved', 'no-answer']);
    keeper.edit(note('ab'));
    expect(journal.kept).toEqual({ baseRevision: 0, content: note('ab') });
    server.break('none');
    await wait(9000);
    expect([sight().light, server.now().content, journal.kept]).toEqual(['saved', note('ab'), null]);
  });

  it('takes a save whose answer was lost for its own, and goes on from it', async () => {
    const { keeper, sight } = openAs('one');
    server.break('answer-lost');
    keeper.edit(note('a'));
    await wait(900);
    keeper.edit(note('ab'));
    server.break('none');
    await wait(4000);
    expect([sight().light, sight().rivals, server.now().content, server.now().others]).toEqual([
      'saved',
      [],
      note('ab'),
      [],
    ]);
  });

  it.each([
    [423, 'locked'],
    [401, 'signed-out'],
    [413, 'refused'],
    [400, 'refused'],
    [503, 'no-answer'],
    [429, 'no-answer'],
  ])('after %i says why: %s', async (status, trouble) => {
    const { keeper, sight } = openAs('one');
    server.break(status);
    keeper.edit(note('a'));
    await wait(1000);
    expect([sight().light, sight().trouble]).toEqual(['not-saved', trouble]);
  });

  it('does not send again what was refused, until a person changed it', async () => {
    const { keeper, sight } = openAs('one');
    server.break(413);
    keeper.edit(note('too long'));
    await wait(60_000);
    expect(server.orders.length).toBe(1);
    server.break('none');
    keeper.edit(note('short'));
    await wait(2000);
    expect(sight().light).toBe('saved');
  });

  it('is not stored where the draft is gone, and keeps the text', async () => {
    const { keeper, sight } = openAs('one');
    server.sign();
    keeper.edit(note('the only copy'));
    await wait(5000);
    expect([sight().trouble, sight().content]).toEqual(['no-draft', note('the only copy')]);
    expect(await keeper.flush()).toBe(false);
  });

  it('tries once more when it ends, and not later', async () => {
    const { keeper } = openAs('one');
    keeper.edit(note('a'));
    keeper.stop();
    await wait(0);
    expect(server.now().content).toEqual(note('a'));
    server.break('down');
    const again = openAs('two');
    again.keeper.edit(note('b'));
    again.keeper.stop();
    await wait(60_000);
    expect(server.orders.length).toBe(2);
    expect(again.journal.kept?.content).toEqual(note('b'));
  });

  it('that ends while a save is on its way sends what was typed since', async () => {
    const { keeper } = openAs('one');
    keeper.edit(note('a'));
    const first = keeper.flush();
    keeper.edit(note('ab'));
    keeper.stop();
    await first;
    await wait(0);
    expect(server.now().content).toEqual(note('ab'));
    await wait(60_000);
    expect(server.orders.length).toBe(2);
  });
});

describe('two pages with one draft', () => {
  it('show both texts, store neither over the other, and go on with what a person chose', async () => {
    const one = openAs('one');
    const two = openAs('two');
    one.keeper.edit(note('of one'));
    await wait(2000);
    two.keeper.edit(note('of two'));
    await wait(2000);
    expect([two.sight().light, two.sight().revision]).toEqual(['not-saved', null]);
    const [rival] = two.sight().rivals;
    expect([rival?.is, rival?.content]).toEqual(['stored', note('of one')]);
    expect(server.now().content).toEqual(note('of one'));
    one.keeper.hear(server.now());
    expect(one.sight().rivals.map(({ is, content }) => [is, content])).toEqual([['aside', note('of two')]]);
    if (rival) two.keeper.settle(rival, note('of both'));
    await wait(2000);
    expect([two.sight().light, two.sight().rivals, server.now().content]).toEqual([
      'saved',
      [],
      note('of both'),
    ]);
    one.keeper.hear(server.now());
    expect([one.sight().content, one.sight().rivals]).toEqual([note('of both'), []]);
  });

  it('keep what is typed while the other’s text is looked at', async () => {
    const one = openAs('one');
    const two = openAs('two');
    one.keeper.edit(note('of one'));
    await wait(2000);
    two.keeper.edit(note('of two'));
    await wait(2000);
    two.keeper.edit(note('of two, more'));
    await wait(10_000);
    expect(server.now().content).toEqual(note('of one'));
    expect(two.sight().content).toEqual(note('of two, more'));
    expect(two.journal.kept?.content).toEqual(note('of two, more'));
  });

  it('let a page that has nothing of its own follow, and one that has not', async () => {
    const one = openAs('one');
    const two = openAs('two');
    const before = server.now();
    one.keeper.edit(note('of one'));
    await wait(2000);
    two.keeper.hear(server.now());
    expect(two.sight().content).toEqual(note('of one'));
    two.keeper.hear(before);
    expect(two.sight().content).toEqual(note('of one'));
    two.keeper.edit(note('of two'));
    one.keeper.edit(note('of one, later'));
    await one.keeper.flush();
    two.keeper.hear(server.now());
    expect(two.sight().content).toEqual(note('of two'));
  });
});

describe('text that a page before left unsent', () => {
  const leave = (page: string, baseRevision: number, content: NoteContent) => {
    const told = { isDropped: false };
    const drop = async () => {
      told.isDropped = true;
    };
    const left: LeftText = { page, baseRevision, content, drop };
    return Object.assign(told, left);
  };
  const store = (content: NoteContent, page: string) =>
    server.send({ baseRevision: server.now().revision, content, page, settles: [] });

  it('becomes the draft where it goes on from it', async () => {
    await store(note('a'), 'dead');
    const left = leave('dead', 1, note('ab'));
    expect((await restoreLeft(server, server.now(), [left])).content).toEqual(note('ab'));
    expect([left.isDropped, server.now().others]).toEqual([true, []]);
  });

  it('goes on from the dead page’s own last save, whose answer it never saw', async () => {
    await store(note('a'), 'dead');
    const left = leave('dead', 0, note('ab'));
    expect((await restoreLeft(server, server.now(), [left])).content).toEqual(note('ab'));
  });

  it('is laid beside what somebody else stored meanwhile', async () => {
    await store(note('of another'), 'alive');
    const left = leave('dead', 0, note('left'));
    const draft = await restoreLeft(server, server.now(), [left]);
    expect([draft.content, draft.others.map(({ content }) => content)]).toEqual([
      note('of another'),
      [note('left')],
    ]);
    expect(left.isDropped).toBe(true);
  });

  it('is dropped where it is stored already, and stays where it could not be sent', async () => {
    await store(note('a'), 'dead');
    const same = leave('dead', 0, note('a'));
    await restoreLeft(server, server.now(), [same]);
    expect([same.isDropped, server.orders.length]).toEqual([true, 1]);
    const other = leave('dead', 1, note('ab'));
    const draft = server.now();
    server.break('down');
    expect(await restoreLeft(server, draft, [other])).toEqual(draft);
    expect(other.isDropped).toBe(false);
  });
});
