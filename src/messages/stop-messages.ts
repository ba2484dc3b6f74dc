import type { MessageDefinition } from './message.js';
import { LINES_BEFORE_STOP, readFigure } from './stop-words.js';

/** `Checkpoint_Unstun`: how long the VM was stopped. */
export const unstun: MessageDefinition = {
  kind: 'unstun',
  needle: 'Unstun:',
  before: LINES_BEFORE_STOP,
  pattern: /^Checkpoint_?Unstun:(?: vm stopped for (?<figure>-?\d+) us\b)?/,
  read: ({ figure }) => ({ kind: 'unstun', figure: readFigure(figure) }),
  meaning: 'The VM runs again after having been stopped for so many microseconds.',
  seenIn: 'ESX 4, ESXi 5.0 to 8',
  source: 'VMware KB 2039754, Broadcom KB 417644; underscore lost in published copies',
  samples: [
    '2019-03-07T22:04:11.902Z| vcpu-0| I125: Checkpoint_Unstun: vm stopped for 642118 us',
    '2012-03-07T22:04:11.902Z| vcpu-0| CheckpointUnstun: vm stopped for 642118 us',
    '2024-03-07T22:04:11.902Z In(05) vcpu-0 - Checkpoint_Unstun: vm stopped for 642118 us',
    'Mar 07 22:04:11.902: vmx| Checkpoint_Unstun: vm stopped for 642118 us',
    '2026-03-07T22:04:11.902Z -INFO vmx 2101 [esx@4413 threadName="vcpu-0"] Checkpoint_Unstun: vm stopped for 642118 us',
  ],
};

/** `CPT: vm was stunned`: the same stop with the unstun phase. */
export const stunned: MessageDefinition = {
  kind: 'stunned',
  needle: 'CPT: vm was stunned',
  before: LINES_BEFORE_STOP,
  pattern: /^CPT: vm was stunned(?: for (?<figure>-?\d+) us\b)?/,
  read: ({ figure }) => ({ kind: 'stunned', figure: readFigure(figure) }),
  meaning: 'The same stop as the Checkpoint_Unstun line before it, with the time the unstun itself took.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 417644',
  samples: ['2024-03-07T22:04:11.931Z In(05) vcpu-0 - CPT: vm was stunned for 671544 us'],
};
