import {
  cardRefuses,
  differingSettlement,
  hostCommand,
  offlineSale,
  onlineSale,
  refund,
  settlement,
  voidPosted,
  voidUnposted,
} from './flows.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step', [
  onlineSale,
  offlineSale,
  refund,
  cardRefuses,
  voidPosted,
  voidUnposted,
  settlement,
  differingSettlement,
  hostCommand,
]);
