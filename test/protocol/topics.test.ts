import { describe, expect, it } from 'vitest';
import { DOWN_LEAVES, downFilter, parseTopic, topicOf, UP_LEAVES } from '../../src/protocol/topics.js';

const IDS = { merchantId: 'M0001', terminalId: 'T0000042' };

describe('topics', () => {
  it('parses what it names', () => {
    for (const leaf of [...UP_LEAVES, ...DOWN_LEAVES]) {
      expect(parseTopic(topicOf(IDS, leaf))).toEqual({ ids: IDS, leaf });
    }
    expect(downFilter(IDS)).toBe('tillpost/v1/M0001/T0000042/down/+');
  });

  it.each([
    '',
    'tillpost/v1',
    'tillpost/v2/M/T/up/request',
    'tillpost/v1/M/T/up/request/x',
    'tillpost/v1/M/T/up/nothing',
    'tillpost/v1/M+/T/up/request',
    'tillpost/v1//T/up/request',
    'tillpost/v1/M/#/up/request',
    '$SYS/v1/M/T/up/request',
  ])('knows %j for none of its own', (topic) => {
    expect(parseTopic(topic)).toBeNull();
  });
});
