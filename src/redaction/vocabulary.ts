import { CATALOGUE } from '../messages/catalogue.js';

/** Words of line prefixes, and of messages of which only the beginning is read. */
const OTHERS = `
  vmx vcpu mks svga worker vthread vmkernel hostd vpxa vmware esx esxi workstation player fusion server build release
  em al cr er wa no in db ve tr pa au info error warning notice debug verbose trace
  jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun am pm utc gmt z t
  us ms s opid operation checkpoint_unstun checkpointunstun unstun cpt vm memory devicestate powerstate lazy quiesced logging forcenative trynative sibling saveallocmaps
  createauxdeltadisks cb cbdata mode transition snapshot consolidate disk disks file files done start started
  journal system suspended resumed resuming freeze frozen thaw thawed external backup general mirror primary member
  externalfreeze externalthaw attempting to file switch new journalling for is utility event utc edt est cdt cst mdt mst pdt pst
  cest cet bst jst ist severity type text process pid when level namespace job startup command
  agent arbiter lost connection connected connecting becoming active failover takeover
`;

const words = new Set([
  ...wordsIn(OTHERS),
  ...CATALOGUE.flatMap(({ pattern }) => wordsIn(fixedPartsOf(pattern))),
]);

/** Says whether a word is one of the products' own messages, so that it names nobody. */
export function isCommon(word: string): boolean {
  return words.has(word.toLowerCase());
}

/** Leaves out of a pattern what stands for other texts: classes, escapes and the names of groups. */
function fixedPartsOf({ source }: RegExp): string {
  return source
    .replaceAll(/\(\?<\w+>/g, '(')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\\[a-zA-Z]/g, ' ');
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z_]\w*/g) ?? [];
}
