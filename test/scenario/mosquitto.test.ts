import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { auditLines } from '../../hw-sim/audit/audit-report.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';
import { findMosquitto, startMosquitto } from '../contract/broker-stands.js';

const mosquitto = findMosquitto();

if (mosquitto === null) {
  it('mosquitto: not installed, the whole path did not run on MQTT 5 (apt-get install mosquitto)', () => {
    process.stderr.write('mosquitto: not installed, the whole path did not run on MQTT 5\n');
    expect(findMosquitto()).toBeNull();
  });
} else {
  it('the whole path on mosquitto, MQTT 5: online, cut, offline, drained', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tillpost-mosquitto-path-'));
    const broker = await startMosquitto(mosquitto);
    const stage = await Stage.open({ folder, brokerPort: broker.port });
    try {
      const terminal = new Terminal(stage);
      const { link } = await terminal.seen(
        'the link',
        15_000,
        (status) => status.link.state === 'online' && status.reader.state === 'ready',
      );
      expect(link.protocol_version).toBe(5);
      expect(await terminal.sell('contactless-arqc', 1250)).toMatchObject({ outcome: 'approved', by: 'host' });
      await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
      await terminal.seen('the cut', 15_000, (status) => status.link.state === 'offline');
      expect(await terminal.sell('chip-arqc-tc', 1300)).toMatchObject({ outcome: 'approved', response_code: 'Y3' });
      await stage.order('network', { do: 'mode', mode: 'pass' });
      await terminal.seen(
        'the drain',
        15_000,
        (status) => status.link.state === 'online' && status.queue.advices === 0,
      );
      await stage.close();
      const result = stage.audit();
      expect(result, auditLines(result).join('\n')).toMatchObject({ ok: true, approved: 2, offline: 1 });
    } finally {
      await stage.close();
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);
}
