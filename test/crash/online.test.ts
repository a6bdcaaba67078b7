import { cardRefuses, contactlessSale, onlineSale, refund } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step, while the host answers', [onlineSale, contactlessSale, refund, cardRefuses]);
