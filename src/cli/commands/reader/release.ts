import type { Command } from 'commander';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';

export function addReaderRelease(reader: Command, { bind, more }: Kit): void {
  reader
    .command('release')
    .description('let sales start again on a reader that reported tampering, once it was examined')
    .requiredOption('--serial <number>', 'its serial number, as the alert READER_TAMPER names it')
    .addHelpText('after', () =>
      more({
        calls: ['reader.release'],
        examples: [['tillpost reader release --serial SIM-0001', 'a technician has examined it']],
      }),
    )
    .action(bind(release));
}

async function release(desk: Desk, { serial }: { readonly serial: string }): Promise<ExitStatus> {
  const answer = await desk.ask('reader.release', { serial_number: serial });
  desk.output.result(answer, ({ released }) => `Reader ${released} is released: sales start on it again`);
  return EXIT.ok;
}
