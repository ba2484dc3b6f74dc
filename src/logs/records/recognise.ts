/** A key may be longer than what is looked at. */
const BEGINNING_OF_HEAD = /^\{"vm":"(?:[^"\\]|\\.)*(?:\\?$|","records":\d+,)/;

/** Says whether a file is one of records, of any version, by its first bytes. */
export function beginsRecords(head: Buffer): boolean {
  return BEGINNING_OF_HEAD.test(head.toString('latin1'));
}
