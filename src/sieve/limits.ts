/** Bytes of a line that are looked at: contract section 8. VMware itself stops at 4 KB an entry. */
export const MAX_LINE_BYTES = 64 * 1024;

export const NEWLINE = 10;
