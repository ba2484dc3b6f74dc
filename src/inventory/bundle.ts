import { detached } from '../model/detached.js';
import type { InventoryStatement } from '../model/inventory-fact.js';
import { visible } from '../model/text.js';
import type { Chunks, InventoryFile } from './inventory-file.js';
import { textLinesOf } from './lines.js';

/**
 * A VM's log, or the pattern by which those of a folder are collected, on a datastore: a pattern of other files, and
 * logs of the host that also begin with `vmware`, are no VM's logs.
 */
const VM_LOG =
  /vmfs\/volumes\/[^/]+\/[^/]+\/(?:\*|\*\.\*|\*\.log|vmware\*|vmware[^/"'`]*?\.log[\d.*]*(?:\.gz)?)(?=["'`\s:;,)\]]|\.?$)/i;

/** Longer lines are cut in the report. */
const LONGEST_TEXT = 500;

const LOCKED = '2026-01-12: could not copy /vmfs/volumes/ds1/db1/vmware.log: Device or resource busy';
const NOT_FOUND = 'No file found matching /vmfs/volumes/ds1/db[1]/*.log';
const TIMED_OUT =
  'cmd "cat /vmfs/volumes/ds1/db 1/vmware-7.log" timed out after 300 seconds due to lack of progress in last 30 seconds (0 bytes read)';
const COPIED = 'could not copy /vmfs/volumes/ds1/db1/vmware (1).log: Device or resource busy';
const OTHERS = [
  'No file found matching /vmfs/volumes/ds1/db1/*.vmft',
  'No file found matching /tmp/vmware-*/vmware-vmx-*.log',
  'cmd "ls -isla /vmfs/volumes/ds1/db1" timed out after 300 seconds',
];

/** The first member of a bundle. */
export const readme: InventoryFile = {
  name: 'README',
  path: /(?:^|\/)README$/,
  read: readReadme,
  meaning: 'That this is a support bundle, whose last members must come.',
  source: 'vm-support of ESXi 6.7',
  samples: [
    {
      path: 'esx/README',
      text: 'Command line: /bin/vm-support\nvm-support version: 6.7.0\n',
      statements: [{ kind: 'bundle-begins' }],
    },
    { path: 'README', text: 'How to install\n', statements: [] },
  ],
};

/** What the collector could not collect. */
export const errorLog: InventoryFile = {
  name: 'error.log',
  path: /(?:^|\/)error\.log$/,
  read: complaints,
  meaning: "Which VM's logs the collector could not take.",
  source: 'vm-support of ESXi 6.7',
  samples: [
    {
      path: 'esx/error.log',
      text: `${[TIMED_OUT, ...OTHERS].join('\n')}\n`,
      statements: [{ kind: 'not-collected', text: TIMED_OUT }],
    },
  ],
};

/** The last member of a bundle: errors that the collector ignored. */
export const errorsIgnored: InventoryFile = {
  name: 'errors-ignored.log',
  path: /(?:^|\/)errors-ignored\.log$/,
  read: readErrorsIgnored,
  meaning: "That the bundle is whole, and which VM's logs were not found or locked.",
  source: 'vm-support of ESXi 6.7',
  samples: [
    {
      path: 'esx/errors-ignored.log',
      text: [NOT_FOUND, ...OTHERS, LOCKED, COPIED].join('\n'),
      statements: [
        { kind: 'bundle-ends' },
        { kind: 'not-collected', text: NOT_FOUND },
        { kind: 'not-collected', text: LOCKED },
        { kind: 'not-collected', text: COPIED },
      ],
    },
    { path: 'errors-ignored.log', text: '', statements: [{ kind: 'bundle-ends' }] },
  ],
};

async function* readReadme(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  for await (const lines of textLinesOf(chunks)) {
    for (const line of lines) {
      if (!line.includes('vm-support version')) continue;
      yield { kind: 'bundle-begins' };
      return;
    }
  }
}

async function* readErrorsIgnored(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  yield { kind: 'bundle-ends' };
  yield* complaints(chunks);
}

async function* complaints(chunks: Chunks): AsyncGenerator<InventoryStatement> {
  for await (const lines of textLinesOf(chunks)) {
    for (const line of lines) {
      if (!VM_LOG.test(line)) continue;
      const text = line.trim();
      const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
      yield { kind: 'not-collected', text: detached(visible(cut)) };
    }
  }
}
