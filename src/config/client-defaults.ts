/**
 * Defaults that commands need too. They stand apart from the schema, which takes them from here, so that a command
 * does not load it for them.
 */
export const CARD_TIMEOUT_MS = 30_000;
export const DUPLICATE_ANSWER_MS = 15_000;
