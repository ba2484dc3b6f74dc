/** What a name is of; the pseudonyms are numbered by it. */
export type NameKind = 'vm' | 'host' | 'datastore' | 'snapshot' | 'instance' | 'mirror' | 'pattern' | 'path';

/** Which name each pseudonym stands for: `{ "vm-1": "db1" }`. */
export type RedactionKey = Readonly<Record<string, string>>;

const PSEUDONYM = /^(vm|host|datastore|snapshot|instance|mirror|pattern|path)-([1-9]\d{0,8})$/;

/** Says whether a word is one that could be given to a name. */
export function isPseudonym(word: string): boolean {
  return PSEUDONYM.test(word);
}

/** Gives each name a pseudonym, the same one whenever it is asked for; those of a key stay as they are. */
export class Pseudonyms {
  readonly #byName = new Map<string, string>();
  readonly #last = new Map<string, number>();
  /** Names without their kind, as they are and in lower case: log lines do not tell kinds. Parts of paths are no names in them. */
  readonly #byText = new Map<string, string>();
  readonly #byLowerText = new Map<string, string>();
  readonly #key: Record<string, string> = {};

  constructor(key: RedactionKey) {
    for (const [pseudonym, name] of Object.entries(key)) {
      const [, kind = '', number = ''] = PSEUDONYM.exec(pseudonym) ?? [];
      this.#last.set(kind, Math.max(this.#last.get(kind) ?? 0, Number(number)));
      this.#add(kind, name, pseudonym);
    }
  }

  /** Gives the pseudonym of a name. */
  of(kind: NameKind, name: string): string {
    const known = this.#byName.get(`${kind} ${name}`);
    if (known !== undefined) return known;
    const number = (this.#last.get(kind) ?? 0) + 1;
    this.#last.set(kind, number);
    this.#add(kind, name, `${kind}-${number}`);
    return `${kind}-${number}`;
  }

  /** Gives the pseudonym of a text that is a known name, whatever it names but a part of a path, and however it is capitalised; null for any other text. */
  find(text: string): string | null {
    return this.#byText.get(text) ?? this.#byLowerText.get(text.toLowerCase()) ?? null;
  }

  /** Gives which name each pseudonym stands for, those of the key that it began with included. */
  key(): RedactionKey {
    return { ...this.#key };
  }

  #add(kind: string, name: string, pseudonym: string): void {
    this.#byName.set(`${kind} ${name}`, pseudonym);
    if (kind !== 'path' && kind !== 'pattern') {
      const lower = name.toLowerCase();
      if (!this.#byText.has(name)) this.#byText.set(name, pseudonym);
      if (!this.#byLowerText.has(lower)) this.#byLowerText.set(lower, pseudonym);
    }
    this.#key[pseudonym] = name;
  }
}
