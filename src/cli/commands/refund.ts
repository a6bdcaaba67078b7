import type { Command } from 'commander';
import type { Kit } from '../shell/command.js';
import { addTaking } from '../taking/taking.js';

export function addRefund(parent: Command, kit: Kit): void {
  addTaking(parent, kit, 'refund', 'pay money back to a card and wait for the outcome; `void` takes a sale back', [
    ['tillpost refund 3.00 EUR', 'pays 3.00 EUR back'],
    ['tillpost refund 3.00 EUR -k refund-1', 'again with the same key: the first outcome, nothing is paid twice'],
  ]);
}
