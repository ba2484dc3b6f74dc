import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { ROLES, type Role } from '../model/mirror.js';
import type { AnalysisSettings, RoleGlob } from '../model/settings.js';
import { visible } from '../model/text.js';
import type { VmFacts } from '../timeline/timeline.js';
import { matchesVm, someNames } from './filter.js';

type Named = Pick<VmFacts, 'names'>;

/** Gives the role of a VM in the mirror: the first of primary, backup and arbiter that was given to it; null for none. */
export function roleOf(vm: Named, roles: readonly RoleGlob[]): Role | null {
  return givenTo(vm, roles)[0] ?? null;
}

function givenTo({ names }: Named, roles: readonly RoleGlob[]): readonly Role[] {
  return ROLES.filter((role) => roles.some((each) => each.role === role && matchesVm(each.glob, names)));
}

/** Gives the QoS timeout of a VM in microseconds: that of the first glob that matches it, else everybody's. */
export function qosOf({ names }: Named, { timeouts, policy }: AnalysisSettings): number {
  return timeouts.find(({ glob }) => matchesVm(glob, names))?.qosUs ?? policy.qosUs;
}

/** Says what is doubtful about the roles and timeouts that were given to some VMs. */
export function roleDiagnostics(
  vms: readonly VmFacts[],
  { roles, timeouts }: AnalysisSettings,
): readonly Diagnostic[] {
  const found = vms.length === 0 ? 'none' : someNames(vms);
  const missing = (glob: string, effect: string) =>
    `No VM in the logs is called ${visible(glob)}, so ${effect}; found: ${found}.`;
  return [
    ...unmatched(roles, vms).map(({ role, glob }) =>
      diagnostic('unused-role', '--role', missing(glob, `nothing is known of that ${role}`)),
    ),
    ...unmatched(timeouts, vms).map(({ glob }) =>
      diagnostic('unused-qos', 'vms', missing(glob, 'no stop is judged by the timeout given for it')),
    ),
    ...vms.flatMap((vm) => unsure(vm, roles)),
  ];
}

/** What was given to VMs that are not there. */
function unmatched<Given extends { readonly glob: string }>(
  all: readonly Given[],
  vms: readonly Named[],
): readonly Given[] {
  return all.filter(({ glob }) => !vms.some(({ names }) => matchesVm(glob, names)));
}

function unsure(facts: VmFacts, roles: readonly RoleGlob[]): readonly Diagnostic[] {
  const { vm, vmPath } = facts;
  const given = givenTo(facts, roles);
  if (given.length < 2) return [];
  const message = `${vm} was given several roles, ${given.join(' and ')}: it counts as the ${given[0]}.`;
  return [diagnostic('unsure-role', vmPath, message)];
}
