import { SHORT_DEADLINE } from './course.js';
import { contactlessReversal, timeoutReversal, timeoutStandIn } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite(
  'crash at every step, while the host’s answer is lost',
  [timeoutStandIn, timeoutReversal, contactlessReversal],
  {
    config: SHORT_DEADLINE,
  },
);
