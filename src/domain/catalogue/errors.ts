import type { ErrorCode } from '../errors.js';

/** What a code means wherever it comes from; the error itself says more. docs/errors.md is written from it. */
interface ErrorMeaning {
  /** One sentence. */
  readonly means: string;
  /** Whether the same call may succeed later although nobody changed anything; `sometimes`: the error itself says. */
  readonly retry: 'yes' | 'no' | 'sometimes';
  /** What a person does next. */
  readonly todo: string;
}

const NEW_VALUE = 'Correct the value and ask again.';
const DEFECT = 'This is a defect: keep log and journal, and report it.';
const READER_VERSIONS = 'Compare the reader firmware with proto/reader.proto and docs/reader-link.md.';
const COPY_FIRST = 'Copy state.dir before anything else.';
const MESSAGE_KEYS = 'Compare uplink.key_id and the key behind uplink.key_file with those of the host.';

export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, ErrorMeaning>> = {
  INVALID_REQUEST: { means: 'A request or command line is not as it must be.', retry: 'no', todo: NEW_VALUE },
  AMOUNT_INVALID: {
    means: 'An amount is no whole, positive number of minor units within twelve digits.',
    retry: 'no',
    todo: NEW_VALUE,
  },
  CURRENCY_UNKNOWN: {
    means: 'A currency is none of ISO 4217.',
    retry: 'no',
    todo: 'Name it by its three capital letters, or set terminal.currency.',
  },
  IDEMPOTENCY_MISMATCH: {
    means: 'A till used the idempotency key of an earlier sale for another amount, currency or type.',
    retry: 'no',
    todo: 'A new sale needs a new key; the same key only repeats.',
  },
  KEY_REUSED: {
    means:
      'A till used an idempotency key whose first use lies in a sealed batch and longer ago than sale.key_window_hours. Nothing was taken; the message names the first outcome and its time.',
    retry: 'no',
    todo: 'Draw a new key for every sale, best a UUID; a receipt or order number belongs into order_reference.',
  },
  NOT_FOUND: {
    means: 'There is no such transaction, posting, batch, backup or journal.',
    retry: 'no',
    todo: 'Look at `tillpost queue`, `tillpost batch list` or `tillpost journal backups`; older ones have gone by state.retention_days.',
  },
  METHOD_UNKNOWN: {
    means: 'The control socket knows no such method.',
    retry: 'no',
    todo: 'Use till software and agent of the same version.',
  },
  BUSY: {
    means: 'Something that can be done only once at a time is being done.',
    retry: 'yes',
    todo: 'Wait; end a running sale with `tillpost cancel KEY`.',
  },
  NOTHING_TO_CANCEL: {
    means: 'No sale is running, another one than named is, or it is decided already.',
    retry: 'no',
    todo: 'Look how it ended with `tillpost show`; take an approved one back with `tillpost void`.',
  },
  NOTHING_TO_CONFIRM: {
    means: 'No question about a suspected duplicate is open, or another sale than named asks it.',
    retry: 'no',
    todo: 'Look at `tillpost status`; an unanswered question declines after sale.duplicate_answer_ms.',
  },
  TILL_GONE: {
    means: 'A sale was asked for by a client that hung up before a card was. Nothing was begun.',
    retry: 'yes',
    todo: 'Keep the connection open until the answer has come.',
  },
  SETTLING: {
    means:
      'A batch that was closed is being delivered, or the host is being sent old sales again: no new sale meanwhile.',
    retry: 'yes',
    todo: 'Wait up to settlement.drain_max_ms; `tillpost status` shows how far it is.',
  },
  SALES_STOPPED: {
    means: 'The host has stopped sales on this terminal.',
    retry: 'yes',
    todo: 'Call the acquirer; sales go on when the host says so.',
  },
  MERCHANT_CHANGED: {
    means:
      'Another merchant than the configured one still holds postings, a sale that is not decided or an open batch: nothing is sold until then.',
    retry: 'no',
    todo: 'Let the queue drain and close the batch with `tillpost settle`: then it goes over by itself; or set terminal.merchant_id back. If the host never answered the old one, which was a typing error: `tillpost journal move`.',
  },
  RECOVERING: {
    means: 'Sales that a stop left undecided are being decided first.',
    retry: 'yes',
    todo: 'Wait some seconds; if it lasts, look at reader and journal in `tillpost status`.',
  },
  STOPPING: { means: 'The agent is stopping.', retry: 'sometimes', todo: 'Ask again when it runs.' },
  TIMEOUT: {
    means: 'No whole request or no answer came in time.',
    retry: 'sometimes',
    todo: 'What was asked for may have happened: look with `tillpost show` before asking again, with the same idempotency key.',
  },
  CONFIG_MISSING: {
    means: 'The configuration, or a file that it names, is not there.',
    retry: 'no',
    todo: 'Put the file there, then run `tillpost config check`.',
  },
  CONFIG_INVALID: {
    means: 'A key of the configuration, or the content of a file that it names, is wrong.',
    retry: 'no',
    todo: 'Correct it after packaging/tillpost.example.toml, then run `tillpost config check`.',
  },
  CONFIG_PERMISSIONS: {
    means: 'A file or directory may not be read, or may be read by others.',
    retry: 'no',
    todo: 'Let it belong to the user that runs the agent, secrets with mode 0600 and directories with 0700.',
  },
  ILLEGAL_EVENT: {
    means: 'The money machine met an event that the state of the transaction or batch does not allow.',
    retry: 'no',
    todo: DEFECT,
  },
  VOID_REFUSED: {
    means: 'A sale cannot be voided: it is not approved, or its batch is closed.',
    retry: 'no',
    todo: 'Give the money back with `tillpost refund`.',
  },
  RESEND_REFUSED: {
    means: 'Nothing of what was named can be sent to the host again: it waits already, is parked, or was never owed.',
    retry: 'no',
    todo: 'The message says why; `tillpost show` tells how it stands.',
  },
  AMOUNT_MISMATCH: {
    means: 'The card signed, or the reader told, another amount, currency or type than the sale’s.',
    retry: 'no',
    todo: 'Report the reader; the sale was not approved.',
  },
  CLEAR_CARD_DATA: {
    means: 'Card data came unencrypted and was refused; nothing of it was kept.',
    retry: 'no',
    todo: 'Take the reader out of service: its keys are missing or it has been tampered with.',
  },
  READER_LOST: {
    means: 'The reader vanished or fell silent; what it did last is unknown.',
    retry: 'yes',
    todo: 'Check its cable and power; the agent asks it for the outcome when it is back.',
  },
  READER_NOT_READY: {
    means: 'The reader is not there or not ready.',
    retry: 'yes',
    todo: 'Check its cable and reader.path; `tillpost status` says why.',
  },
  READER_TAMPERED: {
    means: 'The reader reported tampering: no sale starts on it.',
    retry: 'no',
    todo: 'Exchange the reader; a technician frees it with `tillpost reader release --serial NUMBER`.',
  },
  READER_ERROR: {
    means: 'The reader answered a call with an error.',
    retry: 'sometimes',
    todo: 'Do what the message says: another try, another card, another reader.',
  },
  READER_PROTOCOL: {
    means: 'The reader sent what the protocol does not allow.',
    retry: 'no',
    todo: READER_VERSIONS,
  },
  PORT_MISSING: {
    means: 'The serial port is not there.',
    retry: 'yes',
    todo: 'Plug the reader in, or correct reader.path.',
  },
  PORT_BUSY: {
    means: 'The serial port is held by another program, or not permitted.',
    retry: 'yes',
    todo: 'Free it (often getty or ModemManager), or give the user the port’s group.',
  },
  JOURNAL_NOT_A_DATABASE: {
    means: 'The journal’s file is no SQLite database, or damaged.',
    retry: 'no',
    todo: `${COPY_FIRST} At the next start it is set aside and a new journal begins with what the mirror log owes.`,
  },
  JOURNAL_NEWER_SCHEMA: {
    means: 'A later version of Tillpost wrote the journal.',
    retry: 'no',
    todo: 'Install that version or a later one.',
  },
  JOURNAL_FOREIGN: {
    means: 'The file is another terminal’s journal or another program’s database.',
    retry: 'no',
    todo: 'Correct terminal.terminal_id or state.dir; the file was left as it is. A terminal id cannot be moved: deliver under the old one first, with the acquirer’s help where its host does not know that id.',
  },
  JOURNAL_READ_ONLY: {
    means: 'The journal cannot be written.',
    retry: 'yes',
    todo: 'Check owner and mode of state.dir, and whether its file system is mounted read-only.',
  },
  JOURNAL_FULL: {
    means: 'Too little space is left for a new sale; what is owed is still recorded and sent.',
    retry: 'yes',
    todo: 'Free space under state.dir: sales go on above state.low_water_bytes.',
  },
  JOURNAL_IO: {
    means: 'The disk under the journal or the mirror log reported an error.',
    retry: 'yes',
    todo: 'Look at the kernel’s log; the journal is opened again and checked by itself. Exchange a failing device.',
  },
  JOURNAL_NOT_DURABLE: {
    means: 'A commit would not survive a power cut, so none is made.',
    retry: 'no',
    todo: 'Reinstall the program with its own better-sqlite3.',
  },
  JOURNAL_CHAIN_BROKEN: {
    means: 'The journal is not what was written: changed from outside, cut off, or damaged.',
    retry: 'no',
    todo: `${COPY_FIRST} Then follow the hint, or run \`tillpost journal restore\`.`,
  },
  JOURNAL_LOCKED: {
    means: 'Another process has the journal open.',
    retry: 'yes',
    todo: 'Stop the other agent; only one may run on a journal.',
  },
  JOURNAL_CLOSED: { means: 'The journal is closed: the agent is stopping.', retry: 'no', todo: 'Start the agent.' },
  BACKUP_FAILED: {
    means: 'No backup was made; the journal is untouched.',
    retry: 'yes',
    todo: 'Check space and health of the device behind backup.dir.',
  },
  RESTORE_REFUSED: {
    means: 'A restore would lose something that is owed.',
    retry: 'no',
    todo: 'Look for the mirror log or a newer backup; `tillpost journal restore --give-up-unsettled` restores all the same.',
  },
  MOVE_REFUSED: {
    means: 'What a merchant holds cannot be moved to the configured one: the message says why. Nothing was changed.',
    retry: 'no',
    todo: 'Do what the hint says. What the host may know of belongs to the merchant in whose name it was sold: let the agent deliver it.',
  },
  BROKER_UNREACHABLE: {
    means: 'No broker answers at the address.',
    retry: 'yes',
    todo: 'Check the network and broker.urls; the agent keeps trying.',
  },
  BROKER_REFUSED: {
    means: 'The broker refused the connection, a certificate or a subscription.',
    retry: 'yes',
    todo: 'Check user name, password, certificates and permissions with the broker’s operator.',
  },
  LINK_CLOSED: {
    means: 'The connection ended, or the host did not answer.',
    retry: 'yes',
    todo: 'Wait: what is owed is sent again by itself.',
  },
  MESSAGE_INVALID: {
    means: 'A message of the host is not of this protocol.',
    retry: 'no',
    todo: 'Compare the host with proto/host.proto and docs/uplink.md.',
  },
  MESSAGE_FOREIGN: {
    means: 'A message is for another terminal.',
    retry: 'no',
    todo: 'Check the broker’s permissions: a terminal gets its own topics only.',
  },
  BAD_MAC: { means: 'A message is not authenticated by the key that is known.', retry: 'no', todo: MESSAGE_KEYS },
  MESSAGE_TOO_LARGE: {
    means: 'A message is larger than the protocol or the broker takes.',
    retry: 'no',
    todo: 'Let the broker take packets of 64 KiB.',
  },
  AGENT_NOT_RUNNING: {
    means: 'No agent answers at the control socket.',
    retry: 'yes',
    todo: 'Start it with `tillpost run`, or name its configuration with --config.',
  },
  SOCKET_IN_USE: {
    means: 'Another agent serves the control socket.',
    retry: 'no',
    todo: 'Stop the other one, or set another control.socket.',
  },
  FRAME_TOO_LARGE: {
    means: 'A request on the control socket is longer than it may be.',
    retry: 'no',
    todo: 'Send less, or raise control.frame_limit_bytes.',
  },
  INTERNAL: { means: 'Something happened that must not happen.', retry: 'no', todo: DEFECT },
};
