import { describe, expect, it } from 'vitest';
import { brokerContract } from '../../contract/broker.js';
import { aedesStand, findMosquitto, mosquittoStand, simStand } from '../../contract/broker-stands.js';

brokerContract('simulated', simStand);
brokerContract('mqtt-link on aedes (falls back to MQTT 3.1.1)', aedesStand);

const mosquitto = findMosquitto();
if (mosquitto !== null) {
  brokerContract('mqtt-link on mosquitto (MQTT 5)', () => mosquittoStand(mosquitto));
} else {
  describe('broker contract: mqtt-link on mosquitto (MQTT 5)', () => {
    it('mosquitto: not installed, contract not run on MQTT 5 (apt-get install mosquitto)', () => {
      process.stderr.write('mosquitto: not installed, contract not run on MQTT 5\n');
      expect(findMosquitto()).toBeNull();
    });
  });
}
