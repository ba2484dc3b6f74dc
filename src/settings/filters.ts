import { CAUSES } from '../model/cause.js';
import type { CheckedFilters } from '../model/settings.js';
import type { Instant } from '../model/units.js';
import { oneOf } from './choice.js';
import { ANY_DURATION, readDuration } from './duration.js';
import { readTime, type Today, textOf } from './time.js';
import { badValue, UsageError } from './usage-error.js';
import type { Values } from './values.js';

/** Reads which VMs and stops are asked for; throws UsageError for what cannot be accepted. */
export function checkFilters(values: Values, today: Today): CheckedFilters {
  const vm = listOf(values, 'vm')?.map((glob) => notEmpty(values.label('vm'), glob)) ?? null;
  const cause = listOf(values, 'cause')?.map((one) => oneOf(values.label('cause'), one, CAUSES)) ?? null;
  const [since, until] = [edgeOf(values, 'since', today), edgeOf(values, 'until', today)];
  if (since !== null && until !== null && since.at > until.at) {
    const [first, last] = [values.label('since'), values.label('until')];
    throw new UsageError(
      `${first} ${since.text} lies after ${last} ${until.text}: nothing can be between them`,
    );
  }
  const min = values.figure('min');
  const given = {
    ...(vm === null ? {} : { vm }),
    ...(since === null ? {} : { since: since.text }),
    ...(until === null ? {} : { until: until.text }),
    ...(min === undefined ? {} : { min }),
    ...(cause === null ? {} : { cause }),
  };
  return {
    given,
    vm,
    since: since?.at ?? null,
    until: until?.at ?? null,
    min: min === undefined ? null : readDuration(values.label('min'), min, ANY_DURATION),
    cause,
  };
}

/** An empty list asks for nothing in particular. */
function listOf(values: Values, key: 'vm' | 'cause'): readonly string[] | null {
  const list = values.list(key) ?? [];
  return list.length === 0 ? null : list;
}

/** The first or last time of the window that is asked for, and how it was given. */
interface Edge {
  readonly at: Instant;
  readonly text: string;
}

function edgeOf(values: Values, key: 'since' | 'until', today: Today): Edge | null {
  const value = values.time(key);
  if (value === undefined) return null;
  const at = readTime(values.label(key), value, key === 'since' ? 'first' : 'last', today);
  return { at, text: textOf(value) };
}

function notEmpty(label: string, text: string): string {
  if (text === '') throw badValue(label, text, 'a name, in which * and ? are wildcards');
  return text;
}
