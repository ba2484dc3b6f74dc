// The prefixes of vmware.log through the years, one entry per form: see docs or the VMware logging header.

const columns = (levels) => (stamp, level, thread, _opId, message) =>
  `${stamp}| ${thread}| ${levels[level]}: ${message}\n`;

const LEVELS_8 = { info: 'In(05)', warning: 'Wa(03)', audit: 'No(00)' };

/** The forms of log lines, each with its hosts' version and how many of ten VMs write it. */
export const FORMS = [
  {
    id: 'esxi-5.0',
    weight: 2,
    version: '5.0.0',
    build: 623860,
    stunnedLine: false,
    line: (stamp, _level, thread, _opId, message) => `${stamp}| ${thread}| ${message}\n`,
  },
  {
    id: 'esxi-6.0',
    weight: 2,
    version: '6.0.0',
    build: 3620759,
    stunnedLine: false,
    line: columns({ info: 'I120', warning: 'W110', audit: 'A115' }),
  },
  {
    id: 'esxi-7.0',
    weight: 3,
    version: '7.0.3',
    build: 20328353,
    stunnedLine: false,
    line: columns({ info: 'I125', warning: 'W115', audit: 'A100' }),
  },
  {
    id: 'esxi-8.0',
    weight: 3,
    version: '8.0.1',
    build: 21495797,
    stunnedLine: true,
    line: (stamp, level, thread, opId, message) =>
      `${stamp} ${LEVELS_8[level]} ${thread} ${opId} ${message}\n`,
  },
];

/** Returns the form that the VM with this number writes, in the shares given by the weights. */
export function formOf(index) {
  const turns = FORMS.flatMap((form) => Array(form.weight).fill(form));
  return turns[index % turns.length];
}
