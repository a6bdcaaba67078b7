/** Bounds that commands name in their help too. They stand apart, so that a command does not load the table for them. */

export const PAGE_MAX = 200;
export const PAGE_DEFAULT = 50;
export const BATCHES_MAX = 200;
export const BATCHES_DEFAULT = 20;
/** Of a batch that is that wrong the journal holds the rest. */
export const DIFFERENCES_MAX = 200;
/** Approvals that are not posted, named in one answer. */
export const UNPOSTED_MAX = 100;
/** Sales that were shown otherwise than they are booked, the same. */
export const SHOWN_MAX = 100;
