import type { CommandResult, HostCommand, HostOrder } from '../../../src/domain/host-command.js';
import type { CommandLink } from '../../../src/ports/index.js';

/** Delivers what a test gives, keeps what the desk says. */
export class FakeCommandLink implements CommandLink {
  readonly results: CommandResult[] = [];
  readonly #listeners = new Set<(command: HostCommand) => void>();

  onCommand(listener: (command: HostCommand) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  sendResult(result: CommandResult): void {
    this.results.push(result);
  }

  give(counter: number, order: HostOrder, issued: Pick<HostCommand, 'epoch' | 'issuedAtMs'>): void {
    for (const listener of [...this.#listeners]) listener({ counter, ...issued, order });
  }
}
