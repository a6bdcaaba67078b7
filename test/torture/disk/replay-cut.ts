import { rmSync } from 'node:fs';
import { readRecording } from '../../../hw-sim/power/recording.js';
import { CUTS } from '../../../hw-sim/power/disk.js';
import { type CutPoint, type CutState, cutStates, judgeState, recordRecoveries, workFolder } from './cuts.js';

/** `RECORDING AFTER CUT SEED [AFTER CUT SEED]`: one power cut again; the second one cuts the recovery of the first. */
const [recording = '', ...words] = process.argv.slice(2);

function point([after = '', cut = '', seed = '']: readonly string[]): CutPoint {
  const known = CUTS.find((name) => name === cut);
  if (known === undefined || !/^\d+$/.test(after + seed)) throw new Error('usage: RECORDING AFTER CUT SEED [AFTER CUT SEED]');
  return { after: Number(after), cut: known, seed: Number(seed) };
}

const folder = workFolder();
try {
  let [state] = [...cutStates(readRecording(recording), [point(words)])] as [CutState];
  if (words.length > 3) {
    const [recovery] = await recordRecoveries(folder, [state]);
    [state] = [...cutStates(recovery!, [point(words.slice(3))], state)] as [CutState];
  }
  process.stdout.write(`${JSON.stringify(judgeState(folder, state), null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
