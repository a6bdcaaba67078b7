import { cancelAtCard, offlineSale, voidPosted, voidUnposted } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step, without the network and when something is taken back', [
  offlineSale,
  cancelAtCard,
  voidPosted,
  voidUnposted,
]);
