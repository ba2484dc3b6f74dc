/**
 * Everything the program can have to say about its input besides stops. `unread` marks the kinds that leave
 * something unproved: one of them makes a report incomplete.
 */
export const DIAGNOSTICS = {
  unreadable: { severity: 'error', unread: true },
  'cut-short': { severity: 'error', unread: true },
  corrupt: { severity: 'error', unread: true },
  'bad-checksum': { severity: 'error', unread: true },
  'missing-fragment': { severity: 'error', unread: true },
  interrupted: { severity: 'error', unread: true },
  'too-deep': { severity: 'error', unread: true },
  limit: { severity: 'error', unread: true },
  unsupported: { severity: 'error', unread: true },
  'no-log': { severity: 'error', unread: true },
  'not-a-log': { severity: 'error', unread: true },
  'unknown-figure': { severity: 'error', unread: true },
  'open-stop': { severity: 'error', unread: true },
  'no-such-vm': { severity: 'error', unread: true },
  'foreign-file': { severity: 'warning', unread: false },
  'no-time': { severity: 'warning', unread: false },
  'odd-figure': { severity: 'warning', unread: false },
  'foreign-text': { severity: 'warning', unread: false },
  'clocks-differ': { severity: 'warning', unread: false },
  'long-line': { severity: 'warning', unread: false },
  'not-recorded': { severity: 'warning', unread: false },
  'outside-window': { severity: 'warning', unread: false },
  'guest-text': { severity: 'info', unread: false },
  'assumed-time': { severity: 'info', unread: false },
  'busy-stop': { severity: 'info', unread: false },
} as const satisfies Record<string, { severity: Severity; unread: boolean }>;

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

/** Says whether a diagnostic means that part of the input is unproved. */
export function leavesUnread(diagnostic: Diagnostic): boolean {
  return DIAGNOSTICS[diagnostic.kind].unread;
}
