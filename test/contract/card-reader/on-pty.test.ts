import { cardReaderContract } from '../card-reader.js';
import { ptyStand } from './stands.js';

// Apart from the others: it waits in real time.
cardReaderContract('cells over a pty', ptyStand);
