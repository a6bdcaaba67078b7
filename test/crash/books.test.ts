import { differingSettlement, hostCommand, settlement } from './flows.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step of a settlement and of a command', [settlement, differingSettlement, hostCommand]);
