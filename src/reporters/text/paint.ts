import { Chalk } from 'chalk';
import type { Severity } from '../../model/diagnostic.js';
import type { Level } from '../../model/level.js';

/** Colours that read on light and dark terminals; without colour every function gives its text back. */
export interface Paint {
  readonly title: (text: string) => string;
  /** Null is a level that nobody knows. */
  readonly level: (level: Level | null, text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

/** Makes the colours of a table, or none. */
export function paintWith(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const same = (text: string) => text;
  const levels = {
    ok: same,
    'near-half': chalk.magenta,
    'over-half': chalk.red,
    'near-full': chalk.red,
    'over-full': chalk.red.bold,
  };
  const severities = { error: chalk.red, warning: chalk.magenta, info: same };
  return {
    title: (text) => chalk.bold(text),
    level: (level, text) => (level === null ? text : levels[level](text)),
    severity: (severity, text) => severities[severity](text),
  };
}
