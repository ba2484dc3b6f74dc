import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { CheckedFilters } from '../model/settings.js';
import { visible } from '../model/text.js';
import type { VmFacts } from '../timeline/timeline.js';
import { windowDiagnostics } from './coverage.js';
import { matchesVm, someNames } from './filter.js';

/** Says whether the filters ask for a VM. */
export function isVmAskedFor(facts: VmFacts, { vm }: CheckedFilters): boolean {
  return vm === null || vm.some((glob) => matchesVm(glob, facts.names));
}

/** Says what about the VMs keeps a report from being a proof. */
export function vmDiagnostics(
  all: readonly VmFacts[],
  asked: readonly VmFacts[],
  filters: CheckedFilters,
): readonly Diagnostic[] {
  return [...unknownVms(all, filters), ...unrecorded(asked), ...windowDiagnostics(asked, filters)];
}

function unknownVms(all: readonly VmFacts[], { vm }: CheckedFilters): readonly Diagnostic[] {
  const unknown = (vm ?? []).filter((glob) => !all.some(({ names }) => matchesVm(glob, names)));
  const found = all.length === 0 ? 'none' : someNames(all);
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
