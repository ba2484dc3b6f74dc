import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { CheckedFilters } from '../model/settings.js';
import { visible } from '../model/text.js';
import type { VmFacts } from '../timeline/timeline.js';
import { matchesVm } from './filter.js';

const NAMES_SHOWN = 5;

/** Says whether the filters ask for a VM. */
export function isVmAskedFor(facts: VmFacts, { vm }: CheckedFilters): boolean {
  return vm === null || vm.some((glob) => matchesVm(glob, facts.names));
}

/** Says what about the VMs keeps a report from being a proof. */
export function remarksOnVms(
  all: readonly VmFacts[],
  asked: readonly VmFacts[],
  filters: CheckedFilters,
): readonly Diagnostic[] {
  return [...unknownVms(all, filters), ...unrecorded(asked), ...outsideWindow(asked, filters)];
}

function unknownVms(all: readonly VmFacts[], { vm }: CheckedFilters): readonly Diagnostic[] {
  const unknown = (vm ?? []).filter((glob) => !all.some(({ names }) => matchesVm(glob, names)));
  const names = [...new Set(all.map((facts) => facts.vm))].sort();
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  const found = names.length === 0 ? 'none' : names.slice(0, NAMES_SHOWN).join(', ') + more;
  return unknown.map((glob) =>
    diagnostic(
      'no-such-vm',
      '--vm',
      `No VM in the logs is called ${visible(glob)}, so nothing is known of it; found: ${found}.`,
    ),
  );
}

function unrecorded(asked: readonly VmFacts[]): readonly Diagnostic[] {
  const hosted = asked.filter(({ recordsStops }) => !recordsStops);
  return hosted.map(({ vm, vmPath, products }) => {
    const product = products.length === 0 ? 'Its product' : `VMware ${products.join(', ')}`;
    return diagnostic(
      'not-recorded',
      vmPath,
      `${product} does not record stops: whether ${vm} was ever stopped cannot be told from its logs.`,
    );
  });
}

function outsideWindow(asked: readonly VmFacts[], { since, until }: CheckedFilters): readonly Diagnostic[] {
  if ((since === null && until === null) || asked.length === 0) return [];
  const covers = asked.some(
    ({ firstAt, lastAt }) =>
      firstAt === null ||
      lastAt === null ||
      ((since === null || lastAt >= since) && (until === null || firstAt <= until)),
  );
  if (covers) return [];
  const option = since === null ? '--until' : '--since';
  const message =
    'No log has a line in the time asked for, so nothing is known of that time; get newer or older logs.';
  return [diagnostic('outside-window', option, message)];
}
