import { SHORT_DEADLINE } from './course.js';
import { lateReply } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step, while the host’s answer is late', [lateReply], { config: SHORT_DEADLINE });
