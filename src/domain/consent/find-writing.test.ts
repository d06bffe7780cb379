import { describe, expect, it } from 'vitest';
import { indexPacks, loadPacks } from '../../../server/rules/index.ts';
import { findWriting } from './find-writing.ts';

const AT = '2026-11-22T15:00:00-05:00';
const { packs, files } = loadPacks();
const verified = { by: 'C. Counsel', on: '2026-11-20', what: 'the text' };
const withSite = (more: object) =>
  indexPacks([
    ...files,
    {
      isSite: true,
      file: {
        ...{ pack: 'site', version: '1', asOf: '2026-11-20', topics: ['consent'], about: 'Ours.' },
        horizon: { months: 12 },
        sections: [
          {
            ...{ source: 'the manual', certainty: 'read-primary', verified, ...more },
            rows: [
              {
                ...{ kind: 'telehealth-consent', key: 'WY', bound: 'all', form: 'written', law: 'manual' },
                duties: ['in-writing'],
                ...more,
              },
            ],
          },
        ],
      },
    },
  ]).packs;
const find = (of = packs, state: 'WY' | 'AK' | 'MA' | null = 'WY') => {
  const duty = findWriting(of, state, AT);
  return duty && [duty.isSure, duty.reason.code];
};

describe('a consent in writing', () => {
  it('is asked for by a row that is recalled, or has run out: shown, and sure of nothing', () => {
    expect(find()).toEqual([false, 'recalled-row']);
    expect(find(packs, 'AK')).toEqual([false, 'row-ran-out']);
  });

  it('is asked for for certain by a row that somebody verified', () => {
    expect(find(withSite({}))).toEqual([true, 'consent-not-in-writing']);
    expect(find(withSite({ from: '2026-11-22' }))).toEqual([true, 'consent-not-in-writing']);
    // The day after its last, and the day before its first, the shipped row speaks again.
    expect(find(withSite({ from: '2026-01-01', to: '2026-11-21' }))).toEqual([false, 'recalled-row']);
    expect(find(withSite({ from: '2026-11-23' }))).toEqual([false, 'recalled-row']);
  });

  it('is not asked for where the site’s own reading says so, where no row does, and where nobody knows the place', () => {
    expect(find(withSite({ duties: [] }))).toBeNull();
    expect(find(packs, 'MA')).toBeNull();
    expect(find(packs, null)).toBeNull();
  });
});
