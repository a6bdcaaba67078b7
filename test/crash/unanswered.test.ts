import { SHORT_DEADLINE } from './course.js';
import { lateReply, timeoutReversal, timeoutStandIn } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite(
  'crash at every step, while the host’s answer is lost or late',
  [timeoutStandIn, timeoutReversal, lateReply],
  {
    config: SHORT_DEADLINE,
  },
);
