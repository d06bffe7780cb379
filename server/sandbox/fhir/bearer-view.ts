// What one bearer can see of the resources. What they may not see is not there: the answer is the same as for an
// id that never was. Must not know HTTP, search or how access was decided.
import type { Resource } from '@medplum/fhirtypes';
import type { Access, Permission } from './access.ts';
import type { Layer, Version } from './layer.ts';
import { badInput, noLongerThere, notThere } from './outcomes.ts';
import { allVersions } from './partition.ts';

export interface BearerView {
  readonly layers: readonly Layer[];
  readonly access: Access;
  readonly servedTypes: ReadonlySet<string>;
}

/** The live resource, if one of the permissions reaches it. Throws 404, and 410 for what was deleted. */
export function findLive(
  view: BearerView,
  type: string,
  id: string,
  permissions: readonly Permission[],
): Resource {
  const versions = allVersions(view.layers, type, id);
  const live = versions.find((each) => each.resource)?.resource;
  if (!view.servedTypes.has(type) || !live) {
    throw notThere();
  }
  if (!permissions.some((permission) => view.access.mayTouchThis(live, permission))) {
    throw notThere();
  }
  if (!versions[0]?.resource) {
    throw noLongerThere();
  }
  return live;
}

/** The versions that may be read, newest first. Throws 404 where none may. */
export function listVisible(view: BearerView, type: string, id: string): Version[] {
  const versions = allVersions(view.layers, type, id);
  const isVisible = (each: Version): boolean =>
    !!each.resource && view.access.mayTouchThis(each.resource, 'r');
  if (!view.servedTypes.has(type) || !versions.some(isVisible)) {
    throw notThere();
  }
  return versions.filter((each) => !each.resource || isVisible(each));
}

/** The version a page ended with, out of the link to the next one. */
export function findPlace(view: BearerView, type: string, cursor: string | undefined): Version | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const [id = '', versionId] = Buffer.from(cursor, 'base64url').toString('utf8').split('/');
  const place = allVersions(view.layers, type, id).find((each) => each.versionId === versionId);
  if (!place?.resource || !view.access.mayTouchThis(place.resource, 's')) {
    throw badInput('The page link names no place in this search');
  }
  return place;
}
