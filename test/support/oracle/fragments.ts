import type { TarFile } from './untar.js';

/** A file that came in pieces, as far as they can be put together again. */
interface Joined {
  readonly file: TarFile;
  /** Whether its first bytes are the file's: else it begins within a line. */
  readonly fromStart: boolean;
}

/** What became of the pieces. */
export interface Mended {
  readonly files: readonly Joined[];
  readonly damage: readonly string[];
  /** They do not rise in the archive, or one is there twice: nobody can say what must become of them. */
  readonly odd: boolean;
}

const FRAGMENT = /^(?<base>.+)\.FRAG-(?<number>\d{5,6})$/;

/**
 * Joins `NAME.FRAG-00000`, `-00001` and so on. A number that is missing is damage; what stands after it is a file
 * that begins anywhere. So is a piece before the last that has not the size of the others, or of a mebibyte. Of a
 * number that is there twice the second piece stands for itself.
 */
export function joinFragments(files: readonly TarFile[]): Mended {
  const groups = new Map<string, { number: number; file: TarFile }[]>();
  const whole: Joined[] = [];
  for (const file of files) {
    const { base, number } = FRAGMENT.exec(file.name)?.groups ?? {};
    if (base === undefined) whole.push({ file, fromStart: true });
    else groups.set(base, [...(groups.get(base) ?? []), { number: Number(number), file }]);
  }
  const damage: string[] = [];
  let odd = false;
  for (const [name, pieces] of groups) {
    if (pieces.some(({ number }, i) => i > 0 && number <= (pieces[i - 1]?.number ?? 0))) odd = true;
    if (!areEvenlyCut(pieces)) damage.push('fragment of another size');
    let next = 0;
    const runs: TarFile[][] = [];
    const twice: TarFile[][] = [];
    for (const { number, file } of pieces.toSorted((a, b) => a.number - b.number)) {
      if (number < next) {
        twice.push([file]);
        continue;
      }
      if (number !== next) damage.push('fragment missing');
      const last = runs.at(-1);
      if (number === next && last !== undefined) last.push(file);
      else runs.push([file]);
      next = number + 1;
    }
    runs.push(...twice);
    for (const [index, run] of runs.entries()) {
      const content = Buffer.concat(run.map((piece) => piece.content));
      const fromStart = index === 0 && pieces.some(({ number }) => number === 0);
      whole.push({ file: { name, content, whole: runs.length === 1 }, fromStart });
    }
  }
  return { files: whole, damage, odd };
}

function areEvenlyCut(pieces: readonly { number: number; file: TarFile }[]): boolean {
  const last = Math.max(...pieces.map(({ number }) => number));
  const sizes = new Map(
    pieces.filter(({ number }) => number !== last).map(({ number, file }) => [number, file.content.length]),
  );
  const [size = 2 ** 20, ...others] = sizes.values();
  return others.every((other) => other === size) && (size === 2 ** 20 || (others.length > 0 && size > 0));
}
