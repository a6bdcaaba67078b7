/** How soon a person should look. */
type Severity =
  /** Money or security: now. */
  | 'critical'
  /** Sales or delivery suffer: today. */
  | 'warning'
  /** Worth knowing. */
  | 'notice';

interface AlertMeaning {
  readonly severity: Severity;
  /** One sentence. */
  readonly means: string;
  /** What the subject names. */
  readonly about: string;
  readonly raised: string;
  /** What ends it; null: it stands until the agent is started anew. */
  readonly cleared: string | null;
  /** What a person does next. */
  readonly todo: string;
}

/**
 * Every alert there is: raising another does not compile. docs/alerts.md is written from it, and a test finds each
 * one raised somewhere.
 */
export const ALERT_CATALOGUE = {
  CLEAR_CARD_DATA: {
    severity: 'critical',
    means: 'The reader sent card data that is not encrypted; it was refused and nothing of it kept.',
    about: 'transaction key or port',
    raised: 'a card event is without encryption, or shows digits of a card number or a track',
    cleared: null,
    todo: 'Take the reader out of service: its keys are missing or it has been tampered with.',
  },
  AMOUNT_MISMATCH: {
    severity: 'critical',
    means: 'Card, reader or host named another amount, currency or type than the journal.',
    about: 'transaction key',
    raised: 'a card event, a reply or a receipt says otherwise',
    cleared: null,
    todo: 'Find the sale in `tillpost batch show --report` and compare with the acquirer.',
  },
  POSTING_PARKED: {
    severity: 'critical',
    means: 'The host keeps refusing a posting: it waits for a person.',
    about: 'transaction key',
    raised:
      'the host has refused it uplink.park_after_refusals times, for hours with a passing trouble, once as not understood, or holds the key otherwise; at each start for the first 40 of what is parked',
    cleared: '`tillpost park retry` or `tillpost park resolve` for it',
    todo: 'Look at `tillpost park list`, ask the acquirer, then retry or resolve it.',
  },
  HOST_NEVER_ANSWERED: {
    severity: 'warning',
    means: 'The host has never answered this terminal under its merchant id, terminal id and message key.',
    about: 'merchant and terminal',
    raised: 'the agent starts so; until then nothing is approved offline, unless offline.before_first_contact is set',
    cleared: 'the first message of the host whose MAC holds',
    todo: 'Right after set-up it goes by itself. If it stays: compare merchant id, terminal id, uplink.key_id and key with the host.',
  },
  IDENTITY_SHARED: {
    severity: 'critical',
    means: 'Another board comes under this terminal’s identity: the two evict each other at the broker.',
    about: 'merchant and terminal',
    raised: 'the broker says that a connection was taken over, or ends three young ones in a row (MQTT 3.1.1)',
    cleared: null,
    todo: 'Find the second board (a copied image, a replaced device still on) and take it off; compare with the host what both sold.',
  },
  MERCHANT_CHANGED: {
    severity: 'warning',
    means: 'terminal.merchant_id was changed while the old merchant still holds postings or an open batch.',
    about: 'the old merchant id',
    raised: 'the agent starts so: it delivers and settles in the old name and sells nothing',
    cleared: 'nothing is held in the old name any more: the modules start anew in the configured one',
    todo: 'Let the queue drain and close the batch with `tillpost settle`: then it goes over by itself; or set terminal.merchant_id back. If the host never answered the old one, which was a typing error: `tillpost journal move`.',
  },
  OFFLINE_LIMIT: {
    severity: 'warning',
    means: 'A limit of offline approvals is reached: sales are declined while the host is away.',
    about: 'entry mode, currency and limit',
    raised: 'a sale is declined by a limit that fills up (stored count, stored amount, oldest age, queue depth)',
    cleared: null,
    todo: 'Bring the link back; `tillpost limits` shows what is used.',
  },
  OFFLINE_LIMIT_NEAR: {
    severity: 'notice',
    means: '80 % of such a limit are used.',
    about: 'entry mode, currency and limit',
    raised: 'a sale is approved offline with so little left',
    cleared: null,
    todo: 'Look at the link in `tillpost status` before the limit is reached.',
  },
  BROKER_REFUSED: {
    severity: 'warning',
    means: 'The broker refuses this terminal, a topic or the size of a message.',
    about: 'broker address, topic or posting',
    raised: 'a CONNACK, certificate or subscription is refused for a reason that does not pass, or a message is',
    cleared: 'the next connection (address), the next message taken on that topic; of a posting or a size: nothing',
    todo: 'Check user name, password, certificates, permissions and maximum packet size with the broker’s operator.',
  },
  BAD_MAC: {
    severity: 'critical',
    means: 'A message came that is not authenticated by this terminal’s key.',
    about: 'topic',
    raised: 'the MAC does not hold or the key id is unknown',
    cleared: null,
    todo: 'Compare uplink.key_id and the key behind uplink.key_file with the host’s; if they agree, somebody tries.',
  },
  FOREIGN_MESSAGE: {
    severity: 'warning',
    means: 'The broker delivered a message for another terminal.',
    about: 'the other terminal, or the topic',
    raised: 'the ids of topic or body are not this terminal’s',
    cleared: null,
    todo: 'Have the broker’s permissions checked: a terminal gets its own topics only.',
  },
  CLOCK_WRONG: {
    severity: 'warning',
    means:
      'The wall clock is more than five minutes from the host’s time, or, before it is heard, below the newest time that it has confirmed (at least 2026) or more than a year beyond it; books follow the host.',
    about: 'terminal id',
    raised: 'the link changes or a heartbeat leaves, and the clock is wrong',
    cleared: 'the clock is right at the next such look',
    todo: 'Set the clock, and see why it is wrong (battery, time service).',
  },
  READER_TAMPER: {
    severity: 'critical',
    means: 'The reader reports tampering; no sale starts on it (reader.on_tamper).',
    about: 'serial number or port',
    raised: 'the reader says TAMPER, or was reset by its tamper detection; at each start while it is not released',
    cleared: '`tillpost reader release` for it',
    todo: 'Take the reader out of service and keep it for examination; another one sells at once.',
  },
  READER_LOST: {
    severity: 'warning',
    means: 'The reader is gone or silent: no sales.',
    about: 'port',
    raised: 'the port closes, cannot be opened, or the reader does not answer',
    cleared: 'the reader answers',
    todo: 'Check cable, power and reader.path; `tillpost status` says why.',
  },
  READER_RESULT_UNKNOWN: {
    severity: 'critical',
    means:
      'What the cardholder was shown and what is booked differ; the text names the money and, if known, the cause.',
    about: 'transaction key',
    raised:
      'the reader shows approved what is not, or does not show what is, has forgotten it, or was exchanged during the sale; at each start for what stands in batches that are not closed',
    cleared: 'the reader shows what is booked after all',
    todo: 'Look at `tillpost show` for the key. Clear it up with the cardholder: void what must not stand, take anew what cannot be booked.',
  },
  APPROVAL_NOT_SHOWN: {
    severity: 'warning',
    means: 'A sale is approved and booked, and the reader has not shown it to the cardholder.',
    about: 'transaction key',
    raised: 'the reader is lost between the commit that approves and what it shows',
    cleared: 'the reader shows it',
    todo: 'Tell the cardholder that the sale is approved; void it where it must not stand.',
  },
  READER_NOT_FOLLOWING: {
    severity: 'warning',
    means: 'The reader does not do what it is told, and a reset of its link did not help.',
    about: 'transaction key',
    raised: 'it waits for a card after CANCEL, or does not end after COMPLETE, and again after a reset',
    cleared: null,
    todo: 'Restart the reader; exchange it if it happens again.',
  },
  SALE_UNDECIDED: {
    severity: 'critical',
    means: 'A sale that was interrupted cannot be decided; nobody was told that it is approved.',
    about: 'transaction key',
    raised: 'recovery fails on it; after three times sales go on without it',
    cleared: 'it is decided: each start and each recovery tries again',
    todo: 'Keep the log and report it; `tillpost status` names it with its amount. Ask the acquirer for the key.',
  },
  SETTLEMENT_DIFFERS: {
    severity: 'critical',
    means: 'Host and terminal count a closed batch otherwise.',
    about: 'batch',
    raised: 'a closing ends with differences',
    cleared: null,
    todo: 'Go through `tillpost batch show --report` with the acquirer.',
  },
  POSTING_LATE: {
    severity: 'warning',
    means: 'Postings wait longer than settlement.late_after_ms, or waited so long and nobody has looked yet.',
    about: 'always `postings`',
    raised: 'the oldest that waits is late by book time, or a late one is posted; at each start while that holds',
    cleared: 'none that waits is late, and `tillpost late --seen` for what was',
    todo: 'Look at the link in `tillpost status` and at `tillpost queue`; `tillpost batch show --report` names each.',
  },
  SALES_STOPPED: {
    severity: 'warning',
    means: 'The host has stopped sales on this terminal.',
    about: 'always `sales`',
    raised: 'the host orders it, and at each start while it holds',
    cleared: 'the host resumes sales',
    todo: 'Call the acquirer.',
  },
  HOST_RESTORED: {
    severity: 'notice',
    means: 'The host was restored from a backup and is sent again what it lost.',
    about: 'epoch',
    raised: 'the host orders a resend',
    cleared: null,
    todo: 'Ask the acquirer what it lost; compare the next settlement with care.',
  },
  JOURNAL_FAILED: {
    severity: 'critical',
    means: 'The journal cannot be used: no sales until it is well. It is tried again by itself.',
    about: 'state.dir',
    raised: 'the disk reports an error, is read-only or full beyond the reserve',
    cleared: 'the journal is open and checked again',
    todo: 'Look at the kernel’s log and the disk; `tillpost status` says why.',
  },
  JOURNAL_QUARANTINED: {
    severity: 'critical',
    means: 'The journal could not be read and was set aside; a new one with a new epoch began.',
    about: 'state.dir',
    raised: 'at start',
    cleared: null,
    todo: 'Keep the file that was set aside. See whether JOURNAL_RESTORED or POSTINGS_LOST stands beside it.',
  },
  JOURNAL_RESTORED: {
    severity: 'warning',
    means: 'What one of the two copies had lost was put back from the other.',
    about: 'mirror log',
    raised: 'at start, or when the journal is opened again',
    cleared: null,
    todo: 'Nothing is lost. Look at the disk that lost it: `tillpost journal verify`, the kernel’s log.',
  },
  JOURNAL_BEHIND: {
    severity: 'critical',
    means: 'The journal is not the newest of this terminal: its directory was put back from a copy, or there are two.',
    about: 'epoch of that journal',
    raised: 'mirror log, host or reader have seen more of its epoch than it holds; a new epoch begins then',
    cleared: null,
    todo: 'Compare the sequences that are named with the acquirer. Find out who copied state.dir; let one terminal run.',
  },
  JOURNAL_GAP: {
    severity: 'critical',
    means: 'The host knows an earlier journal of this terminal that nobody took over: what it still owed is gone.',
    about: 'epoch of that journal',
    raised: 'the host answers a birth of a journal that does not continue that one',
    cleared: null,
    todo: 'Look for the old state directory or its mirror log; compare receipts with the acquirer, who closes the gap.',
  },
  MIRROR_NOT_APART: {
    severity: 'notice',
    means: 'The second copy of what is owed lies on the journal’s own device or disk, or there is none.',
    about: 'mirror log, or state.dir',
    raised: 'at start, when both are on one device or disk, or state.mirror_path is ""',
    cleared: null,
    todo: 'Set state.mirror_path to a file on another device: an SD card, a second disk. Where the machine has one that fits, the text names it.',
  },
  POSTINGS_LOST: {
    severity: 'critical',
    means: 'Neither copy can say what these postings were.',
    about: 'mirror log',
    raised: 'at start, or when the journal is opened again, naming them by their sequences',
    cleared: null,
    todo: 'Compare these sequences with the acquirer; keep the files that were set aside.',
  },
  BACKUP_FAILED: {
    severity: 'warning',
    means: 'The scheduled backup was not made; it is tried again after a quarter of an hour.',
    about: 'backup.dir',
    raised: 'a scheduled backup fails',
    cleared: 'a scheduled backup succeeds',
    todo: 'Check space and health of the device; try `tillpost journal backup`.',
  },
  DISK_LOW: {
    severity: 'warning',
    means: 'Little space is left under the journal: new sales are refused, what is owed is still delivered.',
    about: 'state.dir',
    raised: 'less than state.low_water_bytes are free, or the reserve is used',
    cleared: 'there is room for both again',
    todo: 'Free space.',
  },
  NO_SUBSCRIBER: {
    severity: 'warning',
    means: 'The broker is there, but no host listens to this terminal.',
    about: 'topic',
    raised: 'the broker says so of a message (MQTT 5)',
    cleared: 'the host answers a heartbeat',
    todo: 'Ask the acquirer whether its host runs; postings wait meanwhile.',
  },
} as const satisfies Readonly<Record<string, AlertMeaning>>;

export type AlertCode = keyof typeof ALERT_CATALOGUE;
