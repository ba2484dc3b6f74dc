import { statusLine, UNKNOWN } from '../reporters/nagios.js';
import { beforeRest } from './spelling.js';

/** What a check that ended before its report prints, and exits with. */
interface FailedCheck {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Gives what Nagios is to be told of a failure: that the state is unknown, for 2 would be taken for critical. Null if the words
 * of the command line, which may be unreadable as a whole, do not ask for a report to Nagios.
 */
export function failedCheck(words: readonly string[], reason: string): FailedCheck | null {
  const isAsked = beforeRest(words).some(
    (word, index) =>
      /^(?:--format=|-f=?)nagios$/.test(word) ||
      ((word === '--format' || word === '-f') && words[index + 1] === 'nagios'),
  );
  return isAsked ? { text: `${statusLine(UNKNOWN, reason)}\n`, exitCode: UNKNOWN } : null;
}
