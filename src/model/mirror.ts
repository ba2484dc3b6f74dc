/** What a VM can be in a mirror. */
export const ROLES = ['primary', 'backup', 'arbiter'] as const;

export type Role = (typeof ROLES)[number];

/** Whether a stop can have led to a takeover, in an arbiter controlled mirror with an active backup. */
export interface Takeover {
  readonly verdict: 'impossible' | 'possible' | 'expected';
  /**
   * The odds on an idle mirror, 0 to 1 with two decimals. They are an upper bound. Null where only a part of the stop's length
   * is known.
   */
  readonly idleOdds: number | null;
}

/** What tells a VM from the others of a report. */
interface VmKey {
  readonly vm: string;
  readonly vmPath: string;
}

/** Gives the stops of VMs that are the primary, as far as is known: only these can lead to a takeover. */
export function stopsOfPrimaries<Stop extends VmKey>({
  stops,
  vms,
}: {
  readonly stops: readonly Stop[];
  readonly vms: readonly (VmKey & { readonly role: Role | null })[];
}): readonly Stop[] {
  const others = new Set(vms.filter(({ role }) => role === 'backup' || role === 'arbiter').map(keyOf));
  return others.size === 0 ? stops : stops.filter((stop) => !others.has(keyOf(stop)));
}

function keyOf({ vm, vmPath }: VmKey): string {
  return `${vm}\n${vmPath}`;
}
