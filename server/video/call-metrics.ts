// Calls in figures, for operators: how many, by which way, how fast, how good, and why they failed. No ids of anything.
import { Counter, Histogram, type Registry } from 'prom-client';
import type { CallStay } from '#domain/video';

export interface CallMetrics {
  countStay(stay: CallStay): void;
  countVendor(answer: string): void;
}

export function createCallMetrics(registry: Registry): CallMetrics {
  const registers = [registry];
  const stays = new Counter({
    name: 'webside_call_stays_total',
    help: 'Stays of one person in a call, by provider, route and cause of trouble (none: it was good)',
    labelNames: ['provider', 'route', 'cause'],
    registers,
  });
  const setUp = new Histogram({
    name: 'webside_call_setup_seconds',
    help: 'From the wish to join to the first other person who came through',
    labelNames: ['provider'],
    buckets: [0.25, 0.5, 1, 2, 3, 5, 10, 20, 60],
    registers,
  });
  const loss = new Histogram({
    name: 'webside_call_loss_ratio',
    help: 'Mean share of packets lost on the way to one person',
    labelNames: ['provider'],
    buckets: [0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
    registers,
  });
  const bitrate = new Histogram({
    name: 'webside_call_received_kbits',
    help: 'Mean kilobits a second received by one person',
    labelNames: ['provider'],
    buckets: [30, 100, 300, 600, 1000, 2000, 4000],
    registers,
  });
  const frozen = new Histogram({
    name: 'webside_call_frozen_seconds',
    help: 'Time that pictures stood still for one person',
    labelNames: ['provider'],
    buckets: [0, 0.5, 1, 5, 15, 60, 300],
    registers,
  });
  const vendor = new Counter({
    name: 'webside_video_vendor_answers_total',
    help: 'Answers of the video vendor by kind',
    labelNames: ['answer'],
    registers,
  });
  return {
    countStay({ provider, routes, cause, setUpMs, meanLossIn, meanKbitIn, frozenMs }) {
      stays.inc({ provider, route: routes.at(-1) ?? 'none', cause: cause ?? 'none' });
      if (setUpMs !== null) setUp.observe({ provider }, setUpMs / 1000);
      if (meanLossIn !== null) loss.observe({ provider }, meanLossIn);
      if (meanKbitIn !== null) bitrate.observe({ provider }, meanKbitIn);
      frozen.observe({ provider }, frozenMs / 1000);
    },
    countVendor: (answer) => vendor.inc({ answer }),
  };
}
