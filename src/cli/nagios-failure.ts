import { visible } from '../model/text.js';
import { beforeRest } from './spelling.js';

/** What a check exits with whose state is unknown: 2 would be taken for critical. */
export const UNKNOWN = 3;

/** Says whether the words of a command line ask for a report to Nagios, even where they cannot be read as a whole. */
export function isNagiosAsked(words: readonly string[]): boolean {
  return beforeRest(words).some(
    (word, index) =>
      /^(?:--format=|-f=?)nagios$/.test(word) ||
      ((word === '--format' || word === '-f') && words[index + 1] === 'nagios'),
  );
}

/** Gives the status line of a check that ended before its report; a bar would begin performance data. */
export function unknownStatus(reason: string): string {
  return `STUNTIME UNKNOWN - ${visible(reason).replaceAll('|', '/')}\n`;
}
