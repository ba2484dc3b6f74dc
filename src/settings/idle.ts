import { enumerated } from '../model/text.js';
import { UsageError } from './usage-error.js';

/** An option that may have an effect in some output formats only. */
interface MaybeIdle {
  readonly name: string;
  /** Absent for an option that always has one. */
  readonly formats?: readonly string[];
}

/** Throws UsageError where one of the options that were given has no effect in any of the output formats. */
export function refuseIdle(given: readonly MaybeIdle[], chosen: readonly string[]): void {
  for (const { name, formats } of given) {
    if (formats === undefined || formats.some((format) => chosen.includes(format))) continue;
    throw new UsageError(
      `--${name} has no effect with --format ${enumerated(chosen)}: it is for ${enumerated(formats)}`,
    );
  }
}
