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
  [
    'within an open snapshot that is done later',
    [t.take(90), t.remove(100), t.gone(101.5), t.stop(102), t.mode(110.5), t.stop(111), t.done(111.1)],
    [...ONE, 'snapshot-create logged 1'],
  ],
]);
