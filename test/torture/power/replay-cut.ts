/**
 * One power cut again, as a failure of the row names it; the second one cuts the recovery of the first.
 *
 *   node dist/test/torture/power/replay-cut.js agent|journal RECORDING AFTER CUT SEED [RECORDING-OF-RECOVERY AFTER CUT SEED]
 */
import { rmSync } from 'node:fs';
import { CUTS } from '../../../hw-sim/power/disk.js';
import { readRecording } from '../../../hw-sim/power/recording.js';
import { type CutPoint, cutRecovery, type CutState, cutStates, judgeState, workFolder } from './cuts.js';
import { AGENT, JOURNAL, type Kind, type Promised } from './kinds.js';

const USAGE = 'usage: replay-cut.js agent|journal RECORDING AFTER CUT SEED [RECORDING AFTER CUT SEED]';
const [kind = '', recording = '', ...words] = process.argv.slice(2);

if (kind === 'agent') replay(AGENT);
else if (kind === 'journal') replay(JOURNAL);
else throw new Error(USAGE);

function replay<P extends Promised<P>>(of: Kind<P>): void {
  const folder = workFolder();
  try {
    let [state] = [...cutStates(of, readRecording(recording), [point(words)])] as [CutState<P>];
    const [, , , recovery, ...second] = words;
    if (recovery !== undefined)
      [state] = [...cutRecovery(readRecording(recovery), [point(second)], state)] as [CutState<P>];
    const judgement = judgeState(of, folder, state);
    process.stdout.write(`${JSON.stringify({ files: [...state.files.keys()], ...judgement }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function point([after = '', cut = '', seed = '']: readonly string[]): CutPoint {
  const known = CUTS.find((name) => name === cut);
  if (known === undefined || !/^\d+$/.test(after + seed)) throw new Error(USAGE);
  return { after: Number(after), cut: known, seed: Number(seed) };
}
