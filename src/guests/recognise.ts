import type { Likelihood } from '../model/guest.js';

/** The names that guest logs have, with what a rotation or a copy adds to them. */
const NAMES =
  /(?:^(?:snapshot|messages|cconsole|preScript|postScript|BackupScript)|-pre_post)(?: \(\d+\))?\.(?:log|old)(?![a-z0-9])/i;

/** How a line of a guest log begins, or a line of syslog ends, whatever the file is called. */
const LINES =
  /^(?:\d\d\/\d\d\/\d\d-\d\d:\d\d:\d\d:\d{3} \(\d+\) [0-3] |\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d: Backup\.General\.External|.{10,80}: {1,4}(?:Pre freeze|Post thaw) script started|when="[^"]{19,30}" pid=\d+ level=|\{"when":"[^"]{19,30}","pid":)|: (?:freeze|thaw) of \S+ failed\r?$|: ERROR when (?:freezing|thawing) \S+\r?$/m;

/** Each of these lines holds one, and most files none: a folder may have a hundred thousand of them. */
const TIME = /\d:\d\d/;

/** How a line of a VM's log begins, of any version. */
const OF_VM =
  /^(?:\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d) ?(?:\||[A-Z][a-z]\(\d)|[A-Z][a-z]{2} \d\d [\d:.]+: \S+\|)/m;

/** Tells by the name of a file and by its first bytes how likely it is a guest log. */
export function guestLikelihood(file: string, head: Buffer): Likelihood {
  if (NAMES.test(file)) return 'likely';
  const text = head.toString('latin1');
  if (!TIME.test(text)) return 'perhaps';
  if (LINES.test(text)) return 'likely';
  return OF_VM.test(text) ? 'none' : 'perhaps';
}
