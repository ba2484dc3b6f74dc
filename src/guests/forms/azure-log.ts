import type { GuestMessage } from '../../model/guest.js';
import { type GuestLine, type LineForm, lineWith } from '../guest-line.js';

const MARKERS: ReadonlyMap<string, GuestMessage | null> = new Map([
  ['Logs:', null],
  ['SYSTEM IS FROZEN', { kind: 'frozen' }],
  ['SYSTEM FREEZE FAILED', { kind: 'freeze-failed' }],
  ['SYSTEM IS UNFROZEN', { kind: 'thawed' }],
  ['SYSTEM UNFREEZE FAILED', { kind: 'thaw-failed' }],
]);

/** The logs of the scripts for Azure Backup. Their lines have no times. */
export const azureLog: LineForm = {
  name: 'azure',
  read,
  continues: false,
  meaning: 'The scripts for Azure Backup write it (`preScript.log`, `postScript.log`), without times.',
  source:
    'InterSystems Developer Community, "Backups consistentes de InterSystems IRIS y Caché, con Azure Backup"',
  samples: [
    { file: 'preScript.log', line: 'Logs:', told: lineWith(null, null) },
    { file: 'preScript.log', line: 'SYSTEM IS FROZEN', told: lineWith(null, { kind: 'frozen' }) },
    {
      file: 'postScript.log',
      line: 'SYSTEM UNFREEZE FAILED',
      told: lineWith(null, { kind: 'thaw-failed' }),
    },
  ],
};

function read(line: string): GuestLine | null {
  const message = MARKERS.get(line.trim());
  return message === undefined ? null : lineWith(null, message);
}
