import type { SievedLine } from '../model/line.js';
import { readPrefix } from './prefix.js';

/** The threads that only a VMX process has. */
const VMX_THREAD = /^(?:vmx|vcpu-\d+)$/;

/** A clock near a line's beginning is what lines of logs have in common, whoever writes them. */
const CLOCK = /^.{0,60}?(?<!\d)\d{1,2}:\d\d:\d\d(?!\d)/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/**
 * Tells from the sieved lines of a file whether another program than a VM's VMX process wrote it as its log:
 * Workstation's user interface and installer, for instance, name theirs `vmware-...log`, some in the same form.
 */
export class Author {
  #isVmx = false;
  #isBinary = false;
  #hasClock = false;

  /** Takes the next line. */
  read(line: SievedLine): void {
    if (this.#isVmx || line.kind === 'end' || line.kind === 'long') return;
    this.#isVmx = VMX_THREAD.test(readPrefix(line.text, null)?.thread ?? '');
    this.#isBinary ||= BINARY.test(line.text);
    this.#hasClock ||= CLOCK.test(line.text);
  }

  /** Says whether the lines are those of another program's log; damage, or what is no log at all, proves no author. */
  get isAnother(): boolean {
    return this.#hasClock && !this.#isVmx && !this.#isBinary;
  }
}
