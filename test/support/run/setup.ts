import fc from 'fast-check';

/**
 * Property tests draw from one fixed seed, so that what passes here passes wherever the same commit is tried.
 * `FC_SEED=… make test` explores; a failure prints its seed either way.
 */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_124) });
