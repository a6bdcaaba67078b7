import type { Order } from '../control-socket.js';
import type { VirtualReader } from './virtual-reader.js';

/**
 * Orders to the reader:
 * `insert` {card, delayMs?} · `auto` {card | null} · `queue` {cards} · `unplug` · `plug` · `reboot` ·
 * `tamper` {text?} · `behaviours` {specs} · `state`. Every order answers with the reader's state after it.
 *
 * @throws Error that says what is wrong with the order
 */
export function carryOutOrder(reader: VirtualReader, order: Order): unknown {
  switch (order.do) {
    case 'insert':
      reader.insert(text(order, 'card'), delay(order));
      break;
    case 'auto':
      reader.auto(order['card'] === null ? null : text(order, 'card'));
      break;
    case 'queue':
      reader.queue(texts(order, 'cards'));
      break;
    case 'unplug':
      reader.unplug();
      break;
    case 'plug':
      reader.plug();
      break;
    case 'reboot':
      reader.reboot();
      break;
    case 'tamper':
      reader.tamper(order['text'] === undefined ? 'case opened' : text(order, 'text'));
      break;
    case 'behaviours':
      reader.setBehaviours(texts(order, 'specs'));
      break;
    case 'state':
      break;
    default:
      throw new Error(`no order ${JSON.stringify(order.do)}`);
  }
  return reader.state();
}

function text(order: Order, field: string): string {
  const value = order[field];
  if (typeof value !== 'string') throw new Error(`${order.do}: ${field} must be a text`);
  return value;
}

function texts(order: Order, field: string): readonly string[] {
  const value = order[field];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Error(`${order.do}: ${field} must be a list of texts`);
}

function delay(order: Order): number {
  const value = order['delayMs'] ?? 0;
  if (typeof value !== 'number' || !(value >= 0)) throw new Error(`${order.do}: delayMs must be a number from 0`);
  return value;
}
