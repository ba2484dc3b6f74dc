// Own code: a CPF is an INI file whose keys may be repeated and whose values hold commas and no quotes; libraries for INI files
// give repeated keys, dots and numbers a meaning of their own.
import { createReadStream } from 'node:fs';
import { MOST_QOS_MS } from '../model/policy.js';
import { visible } from '../model/text.js';
import { quote, UsageError } from './usage-error.js';

/** A mirror as a CPF defines it. */
export interface CpfMirror {
  readonly name: string;
  /** Its QoS timeout, 1 to 300000 ms; null if the CPF states none, or one that is not allowed. */
  readonly qosMs: number | null;
  /** The value as it stands in the CPF. */
  readonly stated: string;
}

/** The place of the QoS timeout among the values of a mirror (CPF reference, [Mirrors], both of Caché and of IRIS). */
const QOS_VALUE = 4;
/** Real ones are some 10 kB. */
const MOST_BYTES = 1024 * 1024;
const SECTION = /^\s*\[(.*)\]\s*$/;
const DEFINITION = /^([^=;#]+)=(.*)$/;

/** Gives the mirrors that the `[Mirrors]` section of a CPF (`iris.cpf`, `cache.cpf`) defines. */
export function mirrorsIn(text: string): readonly CpfMirror[] {
  let section = '';
  return text.split(/\r?\n|\r/).flatMap((line) => {
    section = SECTION.exec(line)?.[1]?.toLowerCase() ?? section;
    const [, name, values] = (section === 'mirrors' && DEFINITION.exec(line)) || [];
    return name === undefined || values === undefined ? [] : [mirrorOf(visible(name.trim()), values)];
  });
}

function mirrorOf(name: string, values: string): CpfMirror {
  const stated = values.split(',')[QOS_VALUE]?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(stated) ? Number(stated) : 0;
  return { name, stated, qosMs: ms > 0 && ms <= MOST_QOS_MS ? ms : null };
}

/** Reads a CPF as text; null if it is too long to be one. Throws UsageError if there is no file that can be read. */
export async function readCpf(label: string, path: string): Promise<string | null> {
  try {
    // One byte more than a CPF may have: the end of a text that was cut could be half of a number.
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path, { end: MOST_BYTES })) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return bytes.length > MOST_BYTES ? null : bytes.toString();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${label} ${quote(path)}: ${reason}; it takes the iris.cpf or cache.cpf of a member of the mirror`,
    );
  }
}
