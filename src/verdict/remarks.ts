import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { CheckedFilters } from '../model/settings.js';
import { visible } from '../model/text.js';
import type { VmTimeline } from '../timeline/timeline.js';
import { matchesVm } from './filter.js';

const NAMES_SHOWN = 5;

/** Says whether the filters ask for a VM. */
export function isVmAskedFor(timeline: VmTimeline, { vm }: CheckedFilters): boolean {
  return vm === null || vm.some((glob) => matchesVm(glob, timeline.names));
}

/** Says what about the VMs keeps a report from being a proof. */
export function remarksOnVms(
  all: readonly VmTimeline[],
  asked: readonly VmTimeline[],
  filters: CheckedFilters,
): readonly Diagnostic[] {
  return [...unknownVms(all, filters), ...unrecorded(asked), ...outsideWindow(asked, filters)];
}

function unknownVms(all: readonly VmTimeline[], { vm }: CheckedFilters): readonly Diagnostic[] {
  const unknown = (vm ?? []).filter((glob) => !all.some((timeline) => matchesVm(glob, timeline.names)));
  const names = [...new Set(all.map((timeline) => timeline.vm))].sort();
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

function unrecorded(timelines: readonly VmTimeline[]): readonly Diagnostic[] {
  const hosted = timelines.filter(({ recordsStops }) => !recordsStops);
  return hosted.map(({ vm, vmPath, products }) => {
    const product = products.length === 0 ? 'Its product' : `VMware ${products.join(', ')}`;
    return diagnostic(
      'not-recorded',
      vmPath,
      `${product} does not record stops: whether ${vm} was ever stopped cannot be told from its logs.`,
    );
  });
}

function outsideWindow(
  timelines: readonly VmTimeline[],
  { since, until }: CheckedFilters,
): readonly Diagnostic[] {
  if ((since === null && until === null) || timelines.length === 0) return [];
  const covers = timelines.some(
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
