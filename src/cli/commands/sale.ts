import type { Command } from 'commander';
import type { Kit } from '../shell/command.js';
import { addTaking } from '../taking/taking.js';

export function addSale(parent: Command, kit: Kit): void {
  addTaking(parent, kit, 'sale', 'take a sale and wait for its outcome', [
    ['tillpost sale 12.50', 'in the currency of terminal.currency'],
    ['tillpost sale 12.50 EUR -k till-1', 'again with the same key: the first outcome, nothing is taken twice'],
    ['tillpost sale 1250 EUR --minor --json', 'for a script'],
  ]);
}
