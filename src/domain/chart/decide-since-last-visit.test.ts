import { describe, expect, it } from 'vitest';
import type { AnyRow, EncounterRow } from './chart-rows.ts';
import { decideSinceLastVisit, type SinceFacts } from './decide-since-last-visit.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const base = {
  resourceType: 'X',
  dateIs: 'recorded',
  status: null,
  isCurrent: true,
  author: null,
  codes: [],
  encounterId: null,
  lastUpdated: null,
  folded: [],
};
const row = (id: string, date: string | null, parts: object = {}) =>
  ({ ...base, id, text: id, date, ...parts }) as unknown as AnyRow;
const visit = (id: string, date: string, parts: object = {}) =>
  row(id, date, { status: 'finished', end: null, ...parts }) as EncounterRow;
const decide = (lists: SinceFacts['lists'], currentEncounterId: string | null = null) =>
  decideSinceLastVisit({ lists, currentEncounterId }, NOW);
const idsOf = (digest: ReturnType<typeof decide>) =>
  digest.ok ? digest.lines.map(({ id }) => id) : digest.reasons[0]?.code;
const last = visit('last', '2026-10-01T09:00:00Z', { end: '2026-10-01T09:20:00Z' });

describe('since last visit', () => {
  it('says when there is nothing to begin from', () => {
    expect(idsOf(decide({}))).toBe('encounters-missing');
    expect(idsOf(decide({ encounters: [] }))).toBe('no-earlier-visit');
    expect(
      idsOf(decide({ encounters: [visit('now', '2026-11-22T09:55:00Z', { status: 'in-progress' })] }, 'now')),
    ).toBe('no-earlier-visit');
    expect(
      idsOf(
        decide({ encounters: [visit('x', '2026-10-01', { status: 'cancelled' }), visit('y', '2027-01-01')] }),
      ),
    ).toBe('no-earlier-visit');
  });
  it('lists what is later than the visit, newest first, and nothing of the future', () => {
    const problems = [
      row('during', '2026-10-01T09:10:00Z'),
      row('same-day', '2026-10-01'),
      row('next-day', '2026-10-02'),
      row('later', '2026-11-01'),
      row('ahead', '2026-12-01'),
      row('undated', null),
    ];
    expect(idsOf(decide({ encounters: [last], problems }))).toEqual(['later', 'next-day']);
  });
  it('a month that may have been before the visit is not called new', () => {
    const medications = [row('same-month', '2026-10'), row('next-month', '2026-11'), row('year', '2026')];
    expect(idsOf(decide({ encounters: [last], medications }))).toEqual(['next-month']);
  });
  it('readings of one measure are one line with their count; home and clinic stay apart', () => {
    const reading = (id: string, date: string, isHome: boolean) =>
      row(id, date, { measure: '8480-6|mm[Hg]', isHome });
    const digest = decide({
      encounters: [last],
      vitals: [
        reading('h1', '2026-10-05', true),
        reading('h2', '2026-10-06', true),
        reading('c', '2026-10-07', false),
      ],
    });
    expect(digest.ok && digest.lines.map(({ id, count }) => [id, count])).toEqual([
      ['c', 1],
      ['h2', 2],
    ]);
  });
  it('a problem that ended since is said to have ended, once', () => {
    const problems = [row('gone', '2026-10-10', { isCurrent: false, ended: '2026-11-01' })];
    const digest = decide({ encounters: [last], problems });
    expect(digest.ok && digest.lines.map(({ id, change, date }) => [id, change, date])).toEqual([
      ['gone', 'ended', '2026-11-01'],
    ]);
  });
  it('the visit being held now is neither the last one nor news', () => {
    const now = visit('now', '2026-11-22T09:55:00Z', { status: 'in-progress' });
    const digest = decide({ encounters: [now, last] }, 'now');
    expect(digest).toMatchObject({ ok: true, visit: { id: 'last' }, lines: [] });
  });

  it.each(['in-progress', 'arrived', 'triaged', 'onleave'])(
    'a visit that is %s and began today is the one being held, also where the launch names none',
    (status) => {
      const now = visit('now', '2026-11-22T09:55:00Z', { status });
      expect(decide({ encounters: [now, last] })).toMatchObject({
        ok: true,
        visit: { id: 'last' },
        lines: [],
      });
      expect(idsOf(decide({ encounters: [now] }))).toBe('no-earlier-visit');
    },
  );
  it('one that was left open longer than a day ago is a visit that took place', () => {
    const open = visit('open', '2026-11-21T09:59:00Z', { status: 'in-progress' });
    expect(decide({ encounters: [open, last] })).toMatchObject({ ok: true, visit: { id: 'open' } });
    const within = visit('within', '2026-11-21T10:00:00Z', { status: 'in-progress' });
    expect(decide({ encounters: [within, last] })).toMatchObject({ ok: true, visit: { id: 'last' } });
  });
  it('one that is finished today is the last visit, however early', () => {
    const earlier = visit('earlier', '2026-11-22T08:00:00Z', { end: '2026-11-22T08:20:00Z' });
    expect(decide({ encounters: [earlier, last] })).toMatchObject({ ok: true, visit: { id: 'earlier' } });
  });
  it('what is planned is not new since', () => {
    const planned = visit('planned', '2026-11-10', { status: 'planned' });
    const cancelled = visit('cancelled', '2026-11-11', { status: 'cancelled' });
    const appointments = [
      row('tomorrow', '2026-11-23T09:00:00Z', { status: 'booked' }),
      row('this-morning', '2026-11-22T08:00:00Z', { status: 'booked' }),
      row('proposed', '2026-11-12', { status: 'proposed' }),
      row('missed', '2026-11-13T09:00:00Z', { status: 'noshow' }),
      row('held', '2026-11-14T09:00:00Z', { status: 'fulfilled' }),
    ];
    expect(idsOf(decide({ encounters: [planned, cancelled, last], appointments }))).toEqual([
      'held',
      'missed',
      'cancelled',
    ]);
  });
});
