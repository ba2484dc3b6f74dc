/** What a VM can be in a mirror. */
export const ROLES = ['primary', 'backup', 'arbiter'] as const;

export type Role = (typeof ROLES)[number];

/** The mildest first. */
export const VERDICTS = ['impossible', 'possible', 'expected'] as const;

/** Whether a stop can have led to a takeover, in an arbiter controlled mirror with an active backup. */
export interface Takeover {
  readonly verdict: (typeof VERDICTS)[number];
  /**
   * The odds on an idle mirror, 0 to 1 with two decimals. They are an upper bound. Null where only a part of the stop's length
   * is known, and for a possible takeover of another kind of cluster.
   */
  readonly idleOdds: number | null;
}

/** What tells a VM from the others of a report. */
export interface VmKey {
  readonly vm: string;
  readonly vmPath: string;
}

/** Gives a VM's key as a text. */
export function keyOf({ vm, vmPath }: VmKey): string {
  return `${vm}\n${vmPath}`;
}

type VmWithRole = VmKey & { readonly role: Role | null };

/** Gives the roles of VMs by `keyOf`; a VM without a role is absent. */
export function rolesOf(vms: readonly VmWithRole[]): ReadonlyMap<string, Role> {
  return new Map(vms.flatMap((vm) => (vm.role === null ? [] : [[keyOf(vm), vm.role]])));
}

/** Says whether a VM is another member than the primary: no stop of it leads to a takeover. */
export function isOtherMember(role: Role | null | undefined): role is 'backup' | 'arbiter' {
  return role === 'backup' || role === 'arbiter';
}

/** Gives the stops of VMs that are the primary, as far as is known: only these can lead to a takeover. */
export function stopsOfPrimaries<Stop extends VmKey>({
  stops,
  vms,
}: {
  readonly stops: readonly Stop[];
  readonly vms: readonly VmWithRole[];
}): readonly Stop[] {
  const roles = rolesOf(vms);
  return roles.size === 0 ? stops : stops.filter((stop) => !isOtherMember(roles.get(keyOf(stop))));
}
