// Login flows: from the door to the callback.
export {
  deleteOldFlows,
  type Flow,
  type FlowSecrets,
  findFlow,
  findFlowByState,
  insertFlow,
  listYoungest,
  openSecrets,
  spendFlow,
  updateIssuer,
  updateOutcome,
} from './flow-store.ts';
