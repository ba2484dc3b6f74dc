import type { Message } from '../messages/message.js';
import type { Entry } from '../timeline/entry.js';

/** An entry with a message of one kind. */
export type EntryOf<Kind extends Message['kind']> = Entry & {
  readonly message: Extract<Message, { kind: Kind }>;
};

/** Says whether an entry's message is of some kind. */
export function isOf<Kind extends Message['kind']>(entry: Entry, kind: Kind): entry is EntryOf<Kind> {
  return entry.message.kind === kind;
}
