// The database: opening it, transactions, sealed columns, keys. It knows no area's tables.
export { type Database, openDatabase } from './database.ts';
export type { Db } from './driver.ts';
export { keyFaults, readKeyRing } from './key-file.ts';
export { type KeyRing, newKeySet } from './key-ring.ts';
export { type KeyStatus, keyStatus, type Rotation, rotateKeys } from './rotate-keys.ts';
export { placeOf, type Sealed, sealed } from './sealed-column.ts';
export { readOrMakeSecret } from './secret-file.ts';
export { sqlStateOf } from './sql-state.ts';
export { refuseInsideTransaction } from './transaction-scope.ts';
export type { Place, Vault } from './vault.ts';
