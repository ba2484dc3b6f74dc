import * as t from './telling.js';

const start = (at: number) => t.vmx(at, 'SUSPEND: Start suspend (flags=0)');
const oldStart = (at: number) => t.vmx(at, 'SUSPEND: Start (flags=0 prog=0)');
const completed = (at: number) =>
  t.vmx(at, "SUSPEND: Completed suspend: 'Operation completed successfully' (0)");
const ONE = ['suspend logged 1'];
const NONE = ['unknown inferred 1'];

t.testCases('suspend', [
  ['start and end', [start(100), t.stop(102), completed(103)], ONE],
  ['the older wording', [oldStart(100), t.stop(102), completed(103)], ONE],
  ['start only', [start(100), t.stop(102)], NONE],
  ['end only', [t.stop(102), completed(103)], NONE],
  [
    'a start that came to nothing, then a suspend',
    [start(100), t.stop(5000), start(9000), t.stop(9002), completed(9003)],
    [...NONE, ...ONE],
  ],
  ['a start and an end hours later', [start(100), t.stop(5000), completed(9000)], NONE],
  ['a new process between', [start(100), t.header(101), t.stop(103), completed(104)], NONE],
  ['a stop that began before', [t.stop(100.5), start(100), completed(103)], NONE],
  [
    'on from a .vmss file',
    [t.header(99), t.restored(100, '/vmfs/volumes/ds1/db1/db1-1a2b.vmss'), t.stop(103)],
    ONE,
  ],
  ['about to go on from a .vmss file', [t.header(99), t.resumed(100, 'db1-1a2b.vmss'), t.stop(103)], ONE],
  ['on from a .vmss file, minutes before', [t.restored(100, 'db1.vmss'), t.stop(400)], NONE],
]);

t.testCases('revert', [
  [
    'on from a .vmsn file',
    [t.header(99), t.restored(100, '/vmfs/volumes/ds1/db1/db1-Snapshot2.vmsn'), t.stop(103)],
    ['revert logged 1'],
  ],
  ['about to go on from a .vmsn file', [t.resumed(100, 'E:\\vms\\x.vmsn'), t.stop(103)], ['revert logged 1']],
  [
    'both lines',
    [t.resumed(100, 'x.vmsn'), t.restored(101, 'x.vmsn'), t.stop(103), t.stop(120)],
    ['revert logged 1', ...NONE],
  ],
  ['within the stop', [t.restored(101, 'x.vmsn'), t.stop(103, 4)], ['revert logged 1']],
  [
    'only the first stop',
    [t.restored(100, 'x.vmsn'), t.stop(103), t.stop(200)],
    ['revert logged 1', ...NONE],
  ],
  ['minutes before', [t.restored(100, 'x.vmsn'), t.stop(400)], NONE],
  ['after the stop', [t.stop(99), t.restored(100, 'x.vmsn')], NONE],
  ['some other file', [t.restored(100, 'x.vmsn.bak'), t.stop(103)], NONE],
  [
    'a snapshot right after',
    [t.restored(100, 'x.vmsn'), t.take(101), t.stop(103), t.done(103.1)],
    ['snapshot-create logged 1'],
  ],
]);
