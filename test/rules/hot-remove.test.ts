import * as t from './telling.js';

const ONE = ['hot-remove logged 1'];
const GUESS = ['hot-remove inferred 1'];
const NONE = ['unknown inferred 1'];

t.testCases('hot-remove', [
  ['as the KB shows it', [t.remove(100), t.closing(101.2, null), t.gone(101.5), t.stop(102)], ONE],
  ['another spelling of the device', [t.remove(100, 'USB'), t.gone(101.5), t.stop(102)], ONE],
  ['the device leaves at the moment of the stun', [t.remove(100), t.gone(101), t.stop(102)], ONE],
  ['a different device', [t.remove(100, 'usb'), t.gone(101.5, 'ehci'), t.stop(102)], GUESS],
  ['the device leaves before the stop', [t.remove(100), t.gone(100.5), t.stop(102)], GUESS],
  ['the device leaves after the stop', [t.remove(100), t.stop(102), t.gone(103)], GUESS],
  ['the request alone', [t.remove(100), t.stop(102)], GUESS],
  ['the request alone, 11 s before', [t.remove(100), t.stop(112)], NONE],
  ['the device only', [t.gone(101.5), t.stop(102)], NONE],
  ['the request after the stop', [t.stop(99), t.remove(100)], NONE],
  ['disks closed, nothing else', [t.closing(101.2, 'a-1'), t.stop(102)], NONE],
  [
    'of two devices the one that left',
    [t.remove(99, 'usb'), t.remove(100, 'ehci'), t.gone(101.5, 'usb'), t.stop(102)],
    ONE,
  ],
  ['a network card of ESX 4.1', [t.off(100), t.stop(100.3, 0.2), t.removed(100.4)], ONE],
  [
    'two cards',
    [t.off(100), t.off(100.1, 'Ethernet1'), t.stop(100.5, 0.2), t.removed(100.6), t.removed(100.7)],
    ONE,
  ],
  ['switched off only', [t.off(100), t.stop(100.3, 0.2)], NONE],
  ['the end of a removal only', [t.stop(100.3, 0.2), t.removed(100.4)], NONE],
  ['a stop before it was switched off', [t.stop(99), t.off(100), t.removed(100.4)], NONE],
  ['a stop after the removal', [t.off(100), t.removed(100.4), t.stop(102)], NONE],
  ['switched off minutes before the end', [t.off(100), t.stop(110), t.removed(200)], NONE],
  [
    'what a disk on vSAN leaves behind proves nothing',
    [
      t.vmx(
        100,
        'VigorTransportProcessClientPayload: opID=5e198a62-01 seq=1965: Receiving Disk.SetPresent request.',
      ),
      t.vcpu(100.2, 'Destroying virtual dev for scsi1:10 vscsi=8312'),
      t.vcpu(100.3, 'SVMotion_DiskCloseCB: Closing disks in svmPhase 0. Not destroying mirror node.'),
      t.vcpu(100.4, 'ConfigDB: Unsetting all entries with prefix "scsi1:10."'),
      t.stop(102),
    ],
    NONE,
  ],
  [
    'within an open snapshot that is done later',
    [t.take(90), t.remove(100), t.gone(101.5), t.stop(102), t.mode(110.5), t.stop(111), t.done(111.1)],
    [...ONE, 'snapshot-create logged 1'],
  ],
]);
