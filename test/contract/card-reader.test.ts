import { readerWithPoints } from '../crash/doors.js';
import { PointKeeper } from '../crash/points.js';
import { cardReaderContract } from './card-reader.js';
import { fakeStand, memoryStand } from './card-reader/stands.js';

cardReaderContract('cells over a line in memory', memoryStand);
cardReaderContract('fake', () => fakeStand());

// What tests put between the reader and the sale must not change what it does.
cardReaderContract('fake, with points', () =>
  fakeStand((reader) => readerWithPoints(reader, new PointKeeper(() => undefined))),
);
