// Own code: prom-client is a registry that a running server is asked for; this text is written once, as a stream.
import { LEVELS } from '../model/level.js';
import type { Report, Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import type { Reporter } from './reporter.js';
import { inPieces } from './text/pieces.js';

/** Gauges for the textfile collector of Prometheus and for OpenMetrics: no time stamps, base units, `# EOF` last. */
export const openmetrics: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(document(report)),
};

type Labels = Readonly<Record<string, string>>;

/** A value that is not known has no sample: a gap in a graph is true, and 0 would not be. */
interface Sample {
  readonly labels: Labels;
  readonly value: number | null;
}

interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly samples: Iterable<Sample>;
}

function* document(report: Report): Generator<string> {
  for (const { name, help, samples } of gaugesOf(report)) {
    yield `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
    for (const { labels, value } of samples)
      if (value !== null) yield `${name}${labelText(labels)} ${value}\n`;
  }
  yield '# EOF\n';
}

function gaugesOf(report: Report): readonly Gauge[] {
  const { summary, policy, baseline } = report;
  return [
    whole(
      'stuntime_exit_code',
      'Exit code of the run: 0 proved fine, 1 proved broken, 2 not proved.',
      summary.exitCode,
    ),
    whole('stuntime_complete', 'Whether all of the input was read.', Number(summary.complete)),
    whole(
      'stuntime_qos_timeout_seconds',
      'QoS timeout that the stops are judged by.',
      secondsOf(policy.qosUs),
    ),
    ofVms(report, 'stuntime_vm_timeout_seconds', 'Timeout that the stops of a VM are judged by.', (vm) =>
      secondsOf(vm.qosUs),
    ),
    ...(baseline === null
      ? []
      : [
          whole(
            'stuntime_known_stops',
            'Stops that the baseline holds too; no other figure counts them.',
            baseline.known,
          ),
        ]),
    whole('stuntime_logs', 'VM logs that were read.', summary.logs),
    ofVms(report, 'stuntime_vm_longest_stop_seconds', 'Longest stop of a VM.', (vm) =>
      secondsOf(vm.longestUs),
    ),
    {
      name: 'stuntime_vm_stops',
      help: 'Stops of a VM by level.',
      samples: stopsByLevel(report),
    },
    ofVms(report, 'stuntime_vm_known', 'Whether the logs of a VM tell its stops.', (vm) =>
      Number(vm.level !== null),
    ),
    ofVms(report, 'stuntime_vm_last_log_timestamp_seconds', 'Time of the last log line of a VM.', (vm) =>
      vm.lastAt === null ? null : Date.parse(vm.lastAt) / 1000,
    ),
  ];
}

function whole(name: string, help: string, value: number | null): Gauge {
  return { name, help, samples: [{ labels: {}, value }] };
}

function ofVms({ vms }: Report, name: string, help: string, measure: (vm: Vm) => number | null): Gauge {
  return { name, help, samples: uniqueVms(vms).map((vm) => ({ labels: labelsOf(vm), value: measure(vm) })) };
}

/** Two samples of one name and the same labels are an error for every reader. */
function uniqueVms(vms: readonly Vm[]): readonly Vm[] {
  return [...new Map(vms.map((vm) => [labelText(labelsOf(vm)), vm])).values()];
}

function* stopsByLevel({ vms, stops }: Report): Generator<Sample> {
  const counts = new Map<string, number>();
  for (const { vm, vmPath, level } of stops) {
    const key = labelText({ vm, vm_path: vmPath, level });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const vm of uniqueVms(vms)) {
    // No stop that was found says nothing where none could be found.
    const isKnown = vm.level !== null || vm.stops > 0;
    for (const level of LEVELS) {
      const labels = { ...labelsOf(vm), level };
      yield { labels, value: isKnown ? (counts.get(labelText(labels)) ?? 0) : null };
    }
  }
}

function labelsOf({ vm, vmPath }: Vm): Labels {
  return { vm, vm_path: vmPath };
}

/** Backslash, quote and newline are all that the format escapes. */
function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${visible(value).replace(/[\\"]/g, '\\$&')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function secondsOf(us: number | null): number | null {
  return us === null ? null : us / 1_000_000;
}
