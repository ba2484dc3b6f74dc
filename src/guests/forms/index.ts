import type { LineForm } from '../guest-line.js';
import { azureLog } from './azure-log.js';
import { freezeLog } from './freeze-log.js';
import { messagesLog } from './messages-log.js';
import { scriptLog } from './script-log.js';
import { structuredLog } from './structured-log.js';
import { syslog } from './syslog.js';

/** All forms of guest logs, in the order in which a line is tried. */
export const LINE_FORMS: readonly LineForm[] = [
  messagesLog,
  freezeLog,
  azureLog,
  structuredLog,
  syslog,
  scriptLog,
];
