// Imported into a run of the command, keeps what V8 compiled in it, so that the next runs of this build of Node start from
// that: see src/launch.ts, which knows it by the same name.
import { statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import vm from 'node:vm';

const { arch, execPath, version } = process;
const NAME = `${version}-${arch}-${statSync(execPath).size}.code`;

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    const file = options.filename.replace(/cjs$/, NAME);
    process.once('exit', () => writeFileSync(file, this.createCachedData()));
  }
};
syncBuiltinESMExports();
