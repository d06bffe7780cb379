// Lets a resource be written in one literal although some of its fields may be absent.

/** The same fields, each of which may also be spelled out as undefined. */
export type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

/** Drops the fields that are undefined: FHIR knows no null. */
export function compact<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
