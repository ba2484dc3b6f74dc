import { type Compare, compareText, inTurn } from './order.js';

/**
 * Everything the program can have to say about its input besides stops. `unread` marks the kinds that leave
 * something unproved: one of them makes a report incomplete. `hidesStops` marks those behind which there may be stops
 * of other logs or times: they do so too where the user is strict.
 */
export const DIAGNOSTICS = {
  unreadable: {
    severity: 'error',
    unread: true,
    meaning:
      'A file or folder cannot be read: no such path, no permission, a read error. Or a file was shortened, written over or replaced while the input was read, or an archive holds a link to a log and not the log.',
    remedy: 'Correct the path or the permissions, or copy the file from elsewhere, and run again.',
  },
  'cut-short': {
    severity: 'error',
    unread: true,
    meaning:
      'A gzip, tar, zip or zstd ends before its proper end, or lines are missing in records; what is there counts.',
    remedy: 'Get the file again: the download or copy was cut short. Write records again.',
  },
  corrupt: {
    severity: 'error',
    unread: true,
    meaning:
      'A container is damaged, or a file is not what its name promises, or lines of records were changed. What stands before the damage counts; what is found behind it is listed and marked unverified.',
    remedy: 'Get the file again; `gzip -t FILE` tells whether a copy is sound.',
  },
  'bad-checksum': {
    severity: 'error',
    unread: true,
    meaning:
      'A gzip or a file in a zip was read to its end and does not have its checksum: some byte was changed. Its stops are listed and marked unverified.',
    remedy: 'Get the file again, and compare sizes or checksums with where it came from.',
  },
  'missing-fragment': {
    severity: 'error',
    unread: true,
    meaning:
      'A log came in fragments (`.FRAG-00000` and on) and some of them are missing; the others were read.',
    remedy: 'Get the bundle again and hand it over as it is; programs on Windows lose files of bundles.',
  },
  limit: {
    severity: 'error',
    unread: true,
    meaning:
      'Something was left out so that a trap, such as a bomb of zeros, does not take the machine: reading stopped at one of the limits, fragments of a log came too far out of turn to be held, or a log has 15,000 messages or more in a row without a stop.',
    remedy: 'If the input is no trap, raise the option that the message names, or do as the message says.',
  },
  interrupted: {
    severity: 'error',
    unread: true,
    meaning: 'A signal ended the run; what was read or judged until then is told.',
    remedy: 'Run it again.',
  },
  unsupported: {
    severity: 'error',
    unread: true,
    meaning:
      'A file is known for what it is and not read: xz, bzip2, 7z, zstd before Node.js 22.15, an encrypted zip, a sparse file in a tar, records of another version.',
    remedy: 'Unpack it and name the folder, or pipe it in, as the message says.',
  },
  'too-deep': {
    severity: 'error',
    unread: true,
    meaning: 'A file stands in more containers than are looked into: 4, unless `--max-depth` says otherwise.',
    remedy: 'Unpack some of them and name the folder, or raise `--max-depth`.',
  },
  'missing-input': {
    severity: 'error',
    unread: true,
    meaning:
      'An input that is in the list of `--expect` was not read, and there are no records of it: nothing is known of it.',
    remedy: 'Run the task that reads it again, and judge again; or correct the list.',
  },
  'no-log': {
    severity: 'error',
    unread: true,
    meaning: "What was named holds no VM's log.",
    remedy: "Name the VM's folder, or the `vmware.log` and `vmware-N.log` in it.",
  },
  'not-a-log': {
    severity: 'error',
    unread: true,
    meaning: "A file that was named holds no line of a VM's log, or is empty.",
    remedy: 'Name the `vmware.log` of the VM; other logs (vmkernel, hostd) hold no stops.',
  },
  'unknown-figure': {
    severity: 'error',
    unread: true,
    meaning:
      'A line of a stop has no readable figure: that length is not known, and nothing is listed for it.',
    remedy: 'Look at the line in the log; if the log was cut or copied by hand, get the whole file.',
  },
  'unread-stop': {
    severity: 'error',
    unread: true,
    meaning:
      'A text holds the words of a stop and nobody can tell whose they are: other words stand before them, or text of the guest. They are not counted.',
    remedy: 'Look at the text. If it is a stop, hand over the log itself instead of a copy.',
  },
  'open-stop': {
    severity: 'error',
    unread: true,
    meaning:
      'A VM was stunned for a migration, or taken over by a new process, and no log tells when it ran again or how long it was stopped.',
    remedy: 'Get the log that the message names, most often that of the host that it went to.',
  },
  'half-stop': {
    severity: 'error',
    unread: true,
    meaning:
      'A new process ended a stop (a migration, a hot add, going on from a saved state), and no log tells when it began: the figure counts the part of the new process alone. The stop is listed and judged by that, with a `+` after the duration (`atLeast` in JSON).',
    remedy: 'Get the log that the message names, most often that of the host that the VM came from.',
  },
  'clocks-differ': {
    severity: 'error',
    unread: true,
    meaning:
      'The clocks of the two hosts of a migration do not agree, so the time from the stun to the unstun cannot be measured. The stop is judged by its logged figure, which leaves out the time on the source host, with a `+` after the duration.',
    remedy: 'Have the hosts use the same time server; add the time on the source host by hand.',
  },
  'cut-line': {
    severity: 'error',
    unread: true,
    meaning: 'A log ends in mid-line: what came after that is not in it, and may hold stops.',
    remedy: "Get the log again, as a whole (`scp root@HOST:'/vmfs/volumes/DATASTORE/VM/vmware*.log' .`).",
  },
  'bundle-unfinished': {
    severity: 'error',
    unread: true,
    meaning:
      'A support bundle lacks its closing members: the collector died, or its disk was full, or not all was copied. VM logs come last, so some may be missing.',
    remedy: 'Collect it again into a folder with room: `vm-support -w /vmfs/volumes/DATASTORE`.',
  },
  'not-collected': {
    severity: 'error',
    unread: true,
    meaning:
      "The support bundle's own record of errors says that a VM's log could not be collected: its stops are not known.",
    remedy: "Copy it from the host (`scp root@HOST:'/vmfs/volumes/DATASTORE/VM/vmware*.log' .`).",
  },
  'missing-log': {
    severity: 'warning',
    unread: false,
    hidesStops: true,
    meaning: "A number is missing in the sequence of a VM's rotated logs: stops of that time are not known.",
    remedy:
      "Copy it from the host (`scp root@HOST:'/vmfs/volumes/DATASTORE/VM/vmware*.log' .`), or look in the bundle of the host that the VM was on.",
  },
  'no-such-vm': {
    severity: 'error',
    unread: true,
    meaning: 'No VM in the logs has a name that `--vm` asks for.',
    remedy: 'Check the name; the message lists those found.',
  },
  'no-current-log': {
    severity: 'warning',
    unread: false,
    hidesStops: true,
    meaning: 'A bundle holds rotated logs of a VM, but not its `vmware.log`: the newest stops are not known.',
    remedy: "Copy it from the host (`scp root@HOST:'/vmfs/volumes/DATASTORE/VM/vmware*.log' .`).",
  },
  'no-vm-log': {
    severity: 'warning',
    unread: false,
    hidesStops: true,
    meaning: 'A VM is known by its .vmx, or as registered on the host, and no log of it was found.',
    remedy:
      "If it was ever powered on, look for its logs: `grep -iE 'workingDir|log.fileName'` in its .vmx tells where they are.",
  },
  'unread-companion': {
    severity: 'warning',
    unread: false,
    meaning:
      'A file beside the logs could not be read that tells names, hosts or what was not collected; the logs and their stops are not concerned.',
    remedy: 'Correct the permissions and run again, to see what it tells.',
  },
  'foreign-file': {
    severity: 'warning',
    unread: false,
    meaning: "A file is named like a VM's log but is empty, or holds no line of one.",
    remedy: 'Nothing, unless it should hold lines: then get it again.',
  },
  'no-time': {
    severity: 'warning',
    unread: false,
    meaning: 'Stops have no readable time: they are judged, but stand in no order.',
    remedy:
      'Look at the lines; for a log without years, name the log file itself, whose modification time tells the year.',
  },
  'odd-figure': {
    severity: 'warning',
    unread: false,
    meaning:
      'A stop has a negative figure, one of 0, or one longer than the whole log before it; it is kept as it is.',
    remedy: 'Look at the line, and compare it with other logs of the VM.',
  },
  'long-line': {
    severity: 'warning',
    unread: false,
    meaning:
      'A line is over 64 KiB long. It is read in pieces; a message that spans two of them is not read, but a stop in it is told.',
    remedy: 'Look at the line in the log.',
  },
  'not-recorded': {
    severity: 'warning',
    unread: false,
    hidesStops: true,
    meaning:
      'The product (Workstation, Player, Fusion) records no stops: nothing is known of the VM. Where all VMs are such, the exit code is 2.',
    remedy: 'Get the logs of ESXi; only it records stops.',
  },
  'outside-window': {
    severity: 'error',
    unread: true,
    meaning:
      'No log of the VMs that are asked for, or of those that one `--vm` asks for, has a line in the window of `--since` and `--until`.',
    remedy: 'Get the logs of that time, or ask for another.',
  },
  'vm-outside-window': {
    severity: 'warning',
    unread: false,
    hidesStops: true,
    meaning:
      'A VM has no line in the window of `--since` and `--until`, while others have: it was powered off, or its log of that time is missing.',
    remedy:
      "If it was running then, get its log of that time (`scp root@HOST:'/vmfs/volumes/DATASTORE/VM/vmware*.log' .`).",
  },
  'unknown-qos': {
    severity: 'error',
    unread: true,
    meaning:
      'The CPF that was named defines no mirror, or states no QoS timeout that is allowed for one. The stops are judged by another timeout, and nothing is proved.',
    remedy: 'Give the timeout with `--qos`, or name the `iris.cpf` or `cache.cpf` of a failover member.',
  },
  'several-mirrors': {
    severity: 'warning',
    unread: false,
    meaning: 'The CPF defines several mirrors with different QoS timeouts. The shortest one counts.',
    remedy: 'Give the timeout of the mirror that you mean with `--qos`.',
  },
  'unsure-role': {
    severity: 'warning',
    unread: false,
    meaning: 'A VM was given several roles by `--role`. It counts as the first of primary, backup, arbiter.',
    remedy: 'Give globs of which only one matches the VM.',
  },
  'unused-role': {
    severity: 'warning',
    unread: false,
    meaning: 'No VM in the logs has a name that a glob of `--role` matches.',
    remedy: 'Correct the name: `*` is any text, and `?` any one character.',
  },
  'unused-qos': {
    severity: 'warning',
    unread: false,
    hidesStops: true,
    meaning:
      'No VM in the logs has a name that a pattern of the configuration matches, which gives a QoS timeout.',
    remedy: 'If such a VM should be there, correct the name: `*` is any text, and `?` any one character.',
  },
  'old-default-qos': {
    severity: 'info',
    unread: false,
    meaning: 'The QoS timeout is 2000 ms, the default until 2015. A mirror keeps it through upgrades.',
    remedy: "Compare it with what the mirror needs; InterSystems' default is 8000 ms now.",
  },
  'long-qos': {
    severity: 'warning',
    unread: false,
    meaning: 'The QoS timeout is longer than 30 s, which is not advised.',
    remedy: 'Make the stops shorter instead, or stop mirroring on the backup during planned work.',
  },
  'short-qos': {
    severity: 'warning',
    unread: false,
    meaning: 'The QoS timeout is below 100 ms: a bare number after `--qos` is milliseconds.',
    remedy: 'Give the unit: `--qos 8s`.',
  },
  'no-guest-log': {
    severity: 'warning',
    unread: false,
    meaning: 'A file that was named as a guest log, or is called like one, holds no line of a known form.',
    remedy: 'Name another file; `docs/guests.md` lists the forms that are known.',
  },
  'guest-log': {
    severity: 'info',
    unread: false,
    meaning: 'A guest log was read; this is what it holds.',
    remedy: 'Nothing.',
  },
  'guest-zone': {
    severity: 'warning',
    unread: false,
    meaning:
      'A guest log does not say in which time zone its times are, so its freezes cannot be matched with stops.',
    remedy: "Add the zone of the guest's clock: `--guest-tz ZONE`.",
  },
  'guest-time': {
    severity: 'warning',
    unread: false,
    meaning:
      'Times in a guest log are ambiguous: it is unclear which number is the day and which the month, or they lie in an hour that is repeated or skipped when daylight saving time changes.',
    remedy: 'Read them in the log; have the scripts write `date -u +%FT%TZ`.',
  },
  'guest-clock-back': {
    severity: 'warning',
    unread: false,
    meaning:
      'The times in a guest log jump back: the clock was set back, or the file holds the logs of two guests. Durations across the jump are unknown.',
    remedy: "Pass each guest's logs separately; have the guests use a time server.",
  },
  'guest-clock': {
    severity: 'warning',
    unread: false,
    meaning:
      "A guest's clock does not agree with the host's: its freezes match the snapshots only if the clock is corrected.",
    remedy: 'Check whether it is the guest log of that VM, and add the options that the message names.',
  },
  'unclear-guest-line': {
    severity: 'warning',
    unread: false,
    meaning: 'A line in a guest log mentions a freeze or a thaw and was not understood. It is not counted.',
    remedy: 'Read it in the log.',
  },
  'cut-guest-log': {
    severity: 'warning',
    unread: false,
    meaning:
      'A guest log stops in the middle of a line, or has too many lines to read them all, so the rest is missing.',
    remedy: 'Copy it again; cut a very long one into parts.',
  },
  'freeze-failed': {
    severity: 'warning',
    unread: false,
    meaning:
      'A freeze failed, so the snapshot holds an unfrozen database, as after a power cut: a restore begins with a recovery.',
    remedy: 'Run the freeze script by hand and read its error.',
  },
  'thaw-failed': {
    severity: 'warning',
    unread: false,
    meaning: 'A thaw failed, so the database may have stayed frozen until its writers were blocked.',
    remedy:
      'Check it with `iris stat INSTANCE` (`WDSUSPD`: still frozen); thaw it with `iris thaw INSTANCE`.',
  },
  'freeze-status': {
    severity: 'warning',
    unread: false,
    meaning:
      'A script got a status that it does not know, so it is unclear whether the database was frozen or thawed.',
    remedy: 'Check the script: ExternalFreeze and ExternalThaw end with 5 for success, and 3 for failure.',
  },
  'no-thaw': {
    severity: 'warning',
    unread: false,
    meaning: 'A freeze has no end in the guest log.',
    remedy: 'Get the later log, and check that the database is not still frozen.',
  },
  'no-freeze': {
    severity: 'info',
    unread: false,
    meaning:
      'A thaw has no freeze before it: the log begins in the middle of a backup, or the freeze was not logged.',
    remedy: 'Get the earlier log, if the length of the freeze matters.',
  },
  'restored-snapshot': {
    severity: 'info',
    unread: false,
    meaning:
      'The database was frozen, and its next line is a start: this guest was restored from that snapshot.',
    remedy: 'Nothing.',
  },
  'long-freeze': {
    severity: 'warning',
    unread: false,
    meaning:
      'A freeze came near the time after which the database blocks its writers, or passed it: 600 s, unless the call of ExternalFreeze says otherwise (argument 7). A mirror may fail over then.',
    remedy: 'Find out what delays the thaw; a snapshot needs a few seconds.',
  },
  'second-freeze': {
    severity: 'warning',
    unread: false,
    meaning: 'A freeze was tried while the database was already frozen.',
    remedy: 'If two backups run at once, give them different times.',
  },
  'freeze-outside': {
    severity: 'warning',
    unread: false,
    meaning:
      'Freezes lie outside the time that the VM logs cover, so the stops that belong to them are not known.',
    remedy: 'Get the VM logs of that time.',
  },
  'unsure-freeze': {
    severity: 'warning',
    unread: false,
    meaning: 'Freezes match the snapshots of several VMs, so none was matched.',
    remedy: 'Run again with one VM and its guest only.',
  },
  'unsure-vm': {
    severity: 'warning',
    unread: false,
    meaning:
      'Logs in one place may be of one VM or of several, and nothing in them proves either: they are kept apart, each VM with its own stops.',
    remedy: 'Put the logs of each VM into a folder of their own.',
  },
  'shared-path': {
    severity: 'warning',
    unread: false,
    meaning:
      'Several logs that differ have one path: records of several machines, of two runs between which a log changed, or an archive that holds a path twice. All of them count.',
    remedy: 'Read them by paths that differ; `--stdin-name` names what is read from a pipe.',
  },
  'several-vms': {
    severity: 'info',
    unread: false,
    meaning:
      'Logs that are named like those of one VM, or stand in one file, name several: each VM is listed by itself.',
    remedy: 'Nothing.',
  },
  'other-log': {
    severity: 'info',
    unread: false,
    meaning:
      "A file is named like a VM's log (`vmware*.log`) and is the log of another program, such as Workstation's user interface or VMware Tools; it is left out.",
    remedy: 'Nothing.',
  },
  'same-log': {
    severity: 'info',
    unread: false,
    meaning: 'A log was read twice, or in two lengths; it counts once, the longer one.',
    remedy: 'Nothing.',
  },
  'guest-text': {
    severity: 'info',
    unread: false,
    meaning: 'The guest wrote the words of a stop into the log; they are not counted.',
    remedy: 'Nothing.',
  },
  'assumed-time': {
    severity: 'info',
    unread: false,
    meaning:
      "A log writes neither year nor zone: the year is taken from its file's modification time, the zone for UTC.",
    remedy: 'Keep the modification time when copying such logs: `cp -p`, `scp -p`.',
  },
  'busy-stop': {
    severity: 'info',
    unread: false,
    meaning:
      'A stop is over a minute longer than the time since the line before it: lines written during the stop explain that, and so would a damaged figure.',
    remedy: 'Look at the line if the figure is not plausible.',
  },
} as const satisfies Record<string, Kind>;

/** A kind of diagnostic, as the documentation tells it. */
interface Kind {
  readonly severity: Severity;
  readonly unread: boolean;
  readonly hidesStops?: true;
  /** What is the matter, a sentence or two, as Markdown. */
  readonly meaning: string;
  /** What to do about it, as Markdown; upper-case words in a command stand for names. */
  readonly remedy: string;
}

export type Severity = 'error' | 'warning' | 'info';

export type DiagnosticKind = keyof typeof DIAGNOSTICS;

/** One thing a reader of the report should know, as a sentence that says what to do. */
export interface Diagnostic {
  readonly kind: DiagnosticKind;
  readonly severity: Severity;
  /** The file, log or VM folder that it is about, or the option. */
  readonly path: string;
  readonly message: string;
}

/** Makes a diagnostic with the severity that belongs to its kind. */
export function diagnostic(kind: DiagnosticKind, path: string, message: string): Diagnostic {
  return { kind, severity: DIAGNOSTICS[kind].severity, path, message };
}

/** Says whether a diagnostic means that part of the input is unproved, which takes less where the user is strict. */
export function leavesUnread({ kind }: Diagnostic, isStrict: boolean): boolean {
  const { unread, hidesStops }: Kind = DIAGNOSTICS[kind];
  return unread || (isStrict && hidesStops === true);
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Orders diagnostics: errors first, then by what they are about. */
export const diagnosticOrder: Compare<Diagnostic> = inTurn(
  (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  (a, b) => compareText(a.path, b.path),
  (a, b) => compareText(a.kind, b.kind),
  (a, b) => compareText(a.message, b.message),
);
