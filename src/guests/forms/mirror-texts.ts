import type { GuestMessage, MirrorState } from '../../model/guest.js';

/** What members of a mirror write about it (IRIS High Availability Guide, 6.3.1.3 and 5.7; public logs). */
const STATES: readonly (readonly [MirrorState, RegExp])[] = [
  ['became-primary', /^Becoming primary mirror server/],
  ['single-member', /^No other mirror members configured, becoming primary mirror server/],
  ['became-backup', /^Found \S+ as primary, becoming backup/],
  ['connected', /^MirrorClient: Connected to primary: /],
  ['lost-primary', /^MirrorClient: Primary AckDaemon failed to answer status request/],
  ['no-agent', /^Failed to contact agent on former primary, can't take over/],
  ['backup-not-active', /^nonactive Backup is down/],
  ['takeover-refused', /^AddVirtualAddress failed, cannot become primary/],
  ['inconsistent', /^This member has detected that its data is inconsistent with the mirror /],
  ['write-daemon-stuck', /^CP: WRTDMN has been on pass \d+ for \d+ seconds - freezing system/],
];

/**
 * Gives what a text says about the mirror, null where it says nothing that is known. The words in which a member tells that it
 * lost the arbiter are not published: it is known by its severity, 2 or more, and by the word.
 */
export function mirrorText(text: string, severity: number): GuestMessage | null {
  const found = STATES.find(([, pattern]) => pattern.test(text));
  if (found !== undefined) return { kind: 'mirror', state: found[0] };
  return severity >= 2 && /\barbiter\b/i.test(text) ? { kind: 'mirror', state: 'arbiter' } : null;
}
