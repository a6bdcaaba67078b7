import type { BehaviourKind } from './behaviour.js';
import { meant } from './meant.js';

/** One byte over what a message may have (reader link, Link 5). */
const OVERSIZE = 4097;

export const MESSAGE_BEHAVIOURS: Readonly<Record<string, BehaviourKind>> = {
  signsOtherAmount: {
    about: 'by=1,times=∞  the card signs another amount than START ordered',
    make(spec) {
      const by = spec.number('by', 1);
      let left = spec.number('times', Infinity);
      return {
        name: 'signsOtherAmount',
        order(order) {
          if (left <= 0) return order;
          left -= 1;
          return { ...order, amount: order.amount + by };
        },
      };
    },
  },

  signsOtherType: {
    about: 'times=∞  the card signs a refund for a sale, a sale for a refund',
    make(spec) {
      let left = spec.number('times', Infinity);
      return {
        name: 'signsOtherType',
        order(order) {
          if (left <= 0) return order;
          left -= 1;
          return { ...order, type: order.type === 'sale' ? 'refund' : 'sale' };
        },
      };
    },
  },

  lostMessage: {
    about: 'kind=any,rate=1,times=∞  messages are never sent (card, final, result, keepalive, error …)',
    make(spec) {
      const kind = spec.string('kind', 'any');
      const occasion = spec.occasion();
      return {
        name: 'lostMessage',
        message: (message, { random }) =>
          (kind === 'any' || message.kind === kind) && occasion.due(random) ? null : message,
      };
    },
  },

  garbledMessage: {
    about: 'kind=any,number=any,rate=1,times=∞  messages are random bytes in healthy cells',
    make(spec) {
      const isMeant = meant(spec);
      const occasion = spec.occasion();
      let isNext = false;
      return {
        name: 'garbledMessage',
        message(message) {
          isNext = isMeant(message);
          return message;
        },
        // 0F: field 1 of the wire type 7, which does not exist, so that no chance makes it a message.
        payload: (payload, { random }) =>
          isNext && occasion.due(random) ? Uint8Array.of(0x0f, ...random.bytes(payload.length)) : payload,
      };
    },
  },

  oversizedMessage: {
    about: 'rate=1,times=∞  messages of 4097 bytes',
    make(spec) {
      const occasion = spec.occasion();
      return {
        name: 'oversizedMessage',
        payload: (payload, { random }) => (occasion.due(random) ? random.bytes(OVERSIZE) : payload),
      };
    },
  },
};
