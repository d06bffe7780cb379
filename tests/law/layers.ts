// The order of the house. An area calls what stands left of it and tells what stands right of it
// through an outbox row, so there is no cycle and no second path. Changing an order needs a decision
// record.

/** The areas in their one order; the same word in src/domain, src/features and server. */
export const AREAS = [
  'audit',
  'chart',
  'licensure',
  'consent',
  'scheduling',
  'intake',
  'red-flags',
  'visit',
  'video',
  'messaging',
  'rpm',
  'scribe',
  'documentation',
  'orders',
  'prescribing',
  'billing',
  'write-back',
] as const;

/** Folders of server/, each importing only from those before it. */
export const SERVER_LAYERS: readonly string[] = [
  'errors',
  'http',
  'db',
  'jobs',
  'mail',
  'realtime',
  'rules',
  'audit',
  'smart',
  'ehr',
  ...AREAS.slice(1),
];

/** Folders of src/domain: the launch is the ground floor, then what every dated rule shares, then the areas. */
export const DOMAIN_LAYERS: readonly string[] = ['launch', 'rules', ...AREAS];

/** The screens of the ground floor and of the rule packs (decision 0046) stand beside those of the areas. */
export const FEATURES: readonly string[] = ['launch', 'rules', ...AREAS];

/** May `from` import `to`? Undefined: one of them has no place in the order. */
export function mayCall(order: readonly string[], from: string, to: string): boolean | undefined {
  const [here, there] = [order.indexOf(from), order.indexOf(to)];
  if (here < 0 || there < 0) return undefined;
  return there < here;
}
