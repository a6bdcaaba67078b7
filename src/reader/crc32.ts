export { crc32 } from '../domain/crc32.js';
