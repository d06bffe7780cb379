// Roles, vendors and doors in words.
import type { SessionView } from '#domain/launch';
import type { Say } from '#ui/text';

export function roleText(role: SessionView['role'], say: Say): string {
  return say(`staff.role.${role ?? 'none'}`);
}

export function vendorText(vendor: SessionView['tenant']['vendor'], say: Say): string {
  return say(`staff.vendor.${vendor}`);
}

export function doorText(door: SessionView['door'], say: Say): string {
  return say(`staff.facts.door.${door}`);
}
