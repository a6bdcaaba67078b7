import { SHORT_DEADLINE } from './course.js';
import { timeoutReversal, timeoutStandIn } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step, while the host’s answer is lost', [timeoutStandIn, timeoutReversal], {
  config: SHORT_DEADLINE,
});
