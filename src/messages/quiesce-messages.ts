import type { MessageDefinition } from './message.js';

/** The host turns to another step of quiescing the guest. Only the steps that tell something are read. */
export const quiesceState: MessageDefinition = {
  kind: 'quiesce-state',
  needle: 'ToolsBackup: changing quiesce state',
  before: 0,
  pattern:
    /^ToolsBackup: changing quiesce state: \w+ -> (?<state>STARTED|\w*(?<failed>ERROR|FAIL|ABORT|TIMEOUT)\w*)\s*$/,
  read: ({ state = '', failed }) => ({ kind: 'quiesce-state', state, failed: failed !== undefined }),
  meaning:
    'STARTED: the guest was asked to hold its writes, and the host waits for it. A state that names an error: it did not.',
  seenIn: 'ESXi 6.0: IDLE -> STARTED; the names of states that stand for an error are unverified',
  source: 'flynn/flynn issue 3952',
  samples: ['2017-02-09T12:53:30.206Z| vcpu-0| I120: ToolsBackup: changing quiesce state: IDLE -> STARTED'],
};

/** The guest was not quiesced. */
export const quiesceFailed: MessageDefinition = {
  kind: 'quiesce-failed',
  needle: '[msg.snapshot.',
  before: 0,
  pattern: /^\[msg\.snapshot\.(?<id>quiesce\.[\w.-]+|error-QUIESCINGERROR)\] ?(?<text>.*)$/,
  read: ({ id = '', text = '' }) => ({ kind: 'quiesce-failed', id, text: text.trimEnd() }),
  meaning: 'The guest could not be quiesced: the request for the snapshot has ended without one.',
  seenIn:
    'ESXi 5.5 and 6.0 (timeout), I125 logs (vmerr); error-QUIESCINGERROR only in the messages of vSphere clients',
  source: 'flynn/flynn issue 3952, vmware/open-vm-tools issues 16 and 127',
  samples: [
    '2015-05-12T13:54:14.350Z| vmx| I120: [msg.snapshot.quiesce.timeout] Timed out while quiescing the virtual machine.',
    '2016-12-29T05:54:34.166Z| vmx| I125: [msg.snapshot.quiesce.vmerr] The guest OS has reported an error during quiescing.',
  ],
};

/** Why the guest was not quiesced. */
export const quiesceDetail: MessageDefinition = {
  kind: 'quiesce-detail',
  needle: 'The error ',
  // The line before tells whether it is a further line of the entry that says so, or somebody's text.
  before: 1,
  pattern: /^The error (?:code was: (?<code>-?\d{1,10})\s*$|message was: (?<text>.*)$)/,
  read: ({ code, text }) => ({ kind: 'quiesce-detail', code: code ?? null, text: text?.trimEnd() ?? null }),
  meaning:
    "The guest's own code or words for the error. Read only right behind the line that says that quiescing failed: a further line of an entry may be anybody's text.",
  seenIn: 'I125 logs',
  source: 'vmware/open-vm-tools issue 127',
  samples: [
    '2016-12-29T05:54:34.166Z| vmx| I125+ The error code was: 3',
    '2016-12-29T05:54:34.166Z| vmx| I125+ The error message was: Error when enabling the sync provider.',
  ],
};
