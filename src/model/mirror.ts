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
