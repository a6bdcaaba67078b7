/**
 * The agent, broken on purpose: it opens the reader's line once. A reader that was unplugged must show as one that
 * does not come back.
 *
 *   node dist/test/torture/mutants/once-plugged-agent.js run --config tillpost.toml
 */
import { TillpostError } from '../../../src/domain/errors.js';
import { CELL_LENGTH } from '../../../src/reader/cells/link/cell.js';
import { createSerialPorts } from '../../../src/reader/serial/serial-link.js';
import { runChanged } from '../../support/changed-agent.js';

await runChanged(({ config, clock }) => {
  const ports = createSerialPorts(config.reader.path, clock, CELL_LENGTH);
  let opened = false;
  return {
    ports: {
      path: ports.path,
      open: async () => {
        if (opened) throw new TillpostError('PORT_MISSING', 'it was there once', { operation: 'reader.open' });
        const link = await ports.open();
        opened = true;
        return link;
      },
    },
  };
});
