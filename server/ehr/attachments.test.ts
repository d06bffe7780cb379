import { describe, expect, it } from 'vitest';
import { createAttachments } from './attachments.ts';

describe('places of a launch', () => {
  const fifth = (attachments: ReturnType<typeof createAttachments>) => () =>
    attachments.begin('mine', new AbortController().signal);

  it('are four, and each comes back when its answer is over', () => {
    const attachments = createAttachments();
    const open = Array.from({ length: 4 }, () => new AbortController());
    for (const { signal } of open) attachments.begin('mine', signal);
    expect(fifth(attachments)).toThrow(expect.objectContaining({ code: 'ehr.attachments-open' }));
    attachments.begin('another', new AbortController().signal);
    open[0]?.abort();
    expect(fifth(attachments)).not.toThrow();
    expect(fifth(attachments)).toThrow(expect.objectContaining({ code: 'ehr.attachments-open' }));
  });

  it('are not held by a browser that has gone already', () => {
    const attachments = createAttachments();
    for (let count = 0; count < 10; count += 1) attachments.begin('mine', AbortSignal.abort());
    expect(fifth(attachments)).not.toThrow();
  });
});
