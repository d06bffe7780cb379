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
});
