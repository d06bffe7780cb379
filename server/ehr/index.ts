// The only code that speaks FHIR with an EHR.
export type { Line } from './addresses.ts';
export { type Attachments, createAttachments } from './attachments.ts';
export { createEhr, type Ehr, type EhrNeeds, type OwnPage } from './ehr.ts';
export { type ChannelNeeds, createEhrChannel, type EhrChannel } from './ehr-channel.ts';
export { createEhrWriter, type WriterNeeds } from './ehr-writer.ts';
export { EHR_FAILURES, EhrFailure, isEhrFailureCode } from './failures.ts';
export { createPageLinks, type PageLinks } from './page-links.ts';
export { type ProxyNeeds, proxyRows } from './proxy-rows.ts';
export type {
  EhrWriter,
  ReadAnswer,
  ReadOrder,
  ReadyOrder,
  SearchAnswer,
  SearchOrder,
  TokenOwner,
  WriteAnswer,
  WriteNextStep,
  WriteOrder,
} from './write-order.ts';
