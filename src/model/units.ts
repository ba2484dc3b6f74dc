/**
 * The numbers of the program, branded so that a duration is never taken for a point in time.
 * The casts of the code base stand in this file and nowhere else: a brand exists only for the compiler.
 */

declare const brand: unique symbol;

/** A length of time in whole microseconds, from -(2^53 - 1) to 2^53 - 1. */
export type Micros = number & { readonly [brand]: 'Micros' };

/** A point in time as whole microseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [brand]: 'Instant' };

export const US_PER_MS = 1000;
export const US_PER_SECOND = 1_000_000;

/** Takes a whole number for a duration in microseconds; throws RangeError for anything else. */
export function micros(value: number): Micros {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not whole microseconds: ${value}`);
  return value as Micros;
}

/** Takes a whole number of microseconds since the epoch for a point in time; throws RangeError for anything else. */
export function instant(value: number): Instant {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an instant: ${value}`);
  return value as Instant;
}

/** Gives the point in time that lies `by` before `at`. */
export function earlier(at: Instant, by: Micros): Instant {
  return (at - by) as Instant;
}

/** Gives the time from `from` to `to`, negative where `to` comes first. */
export function between(from: Instant, to: Instant): Micros {
  return (to - from) as Micros;
}

/** Gives the earliest of some points in time, null where none is known. */
export function earliest(times: Iterable<Instant | null>): Instant | null {
  let found: Instant | null = null;
  for (const at of times) if (at !== null && (found === null || at < found)) found = at;
  return found;
}

/** Gives the latest of some points in time, null where none is known. */
export function latest(times: Iterable<Instant | null>): Instant | null {
  let found: Instant | null = null;
  for (const at of times) if (at !== null && (found === null || at > found)) found = at;
  return found;
}
