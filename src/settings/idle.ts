import { UsageError } from './usage-error.js';

/** An option that may have an effect in some output formats only. */
interface MaybeIdle {
  readonly name: string;
  /** Absent for an option that always has one. */
  readonly formats?: readonly string[];
}

/** Throws UsageError where one of the options that were given has no effect in the output format. */
export function refuseIdle(given: readonly MaybeIdle[], format: string): void {
  for (const { name, formats } of given) {
    if (formats === undefined || formats.includes(format)) continue;
    throw new UsageError(
      `--${name} has no effect with --format ${format}: it is for ${formats.join(' and ')}`,
    );
  }
}
