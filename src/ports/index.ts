/**
 * The doors of the house: interfaces only. Real adapters and simulated ones come through the same door,
 * and one contract suite in test/contract runs on both.
 */
// Time, chance, words, alarms: what every module may ask for.
export type * from './basics.js';
// The serial line: bytes in, bytes out, and that the device went away.
export type * from './serial.js';
// The card reader as the sale sees it.
export type * from './reader.js';
// The store-and-forward journal, by who reads it: sales, the way to the host, settlement, the host’s orders.
export type * from './batch-books.js';
export type * from './host-orders.js';
export type * from './posting-queue.js';
export type * from './sale-books.js';
// What is known of the journal without asking, all of it together, and the mirror of what is owed.
export type * from './journal.js';
export type * from './journal-standing.js';
export type * from './mirror.js';
// The host behind its broker: requests, receipts, settlement, commands.
export type * from './contact.js';
export type * from './host.js';
// What carries sealed messages to the host and back.
export type * from './transport.js';
// What tills, technicians and the host’s commands ask of the agent.
export type * from './till.js';
