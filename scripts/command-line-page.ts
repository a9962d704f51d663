/** The reference page of all commands: what `--help` prints for each. */
import { runProgram } from '../src/cli/frame/program.ts';
import { verbs } from '../src/cli/verbs/index.ts';

const head = `<!-- Made by scripts/generate-command-line-reference.ts from what \`--help\` prints. Do not edit. -->

# Commands

In a clone, write \`npx isocenter\` where it says \`isocenter\`. A command works on the archive in \`./data\` unless \`--data\`,
\`--config\` or \`ISOCENTER_DATA\` say otherwise: through its server when one runs, else directly. Results go to standard
output, everything else to standard error. Settings of \`serve\`: [configuration.md](configuration.md).
`;

export async function commandLinePage(): Promise<string> {
  const sections = [`\n${block(await helpOf([]))}`];
  for (const verb of Object.keys(verbs)) sections.push(await section(verb));
  return `${head}${sections.join('')}`;
}

async function section(verb: string): Promise<string> {
  const help = await helpOf([verb]);
  const helps = [help];
  for (const name of subcommandsIn(help)) helps.push(await helpOf([verb, name]));
  return `\n## ${verb}\n\n${helps.map(block).join('\n')}`;
}

/** The names below `Commands:`, without `help`. */
function subcommandsIn(help: string): string[] {
  const [, list = ''] = help.split('\nCommands:\n');
  const [lines = ''] = list.split('\n\n');
  return [...lines.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
}

async function helpOf(words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const out = { print: (text: string) => void printed.push(text), tell() {}, isTerminal: false, width: 100 };
  const connect = () => Promise.reject(new Error('help needs no archive'));
  const { signal } = new AbortController();
  await runProgram({ out, env: {}, signal, connect, exitCode: 0 }, [...words, '--help']);
  return printed.join('\n');
}

const block = (text: string): string => `\`\`\`\n${text.trim()}\n\`\`\`\n`;
