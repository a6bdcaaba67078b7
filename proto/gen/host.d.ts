import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace tillpost. */
export namespace tillpost {

    /** Namespace host. */
    namespace host {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of an Envelope.
             * @deprecated Use tillpost.host.v1.Envelope.$Properties instead.
             */
            interface IEnvelope extends tillpost.host.v1.Envelope.$Properties {
            }

            /** Represents an Envelope. */
            class Envelope {

                /**
                 * Constructs a new Envelope.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Envelope.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Envelope body. */
                body: Uint8Array;

                /** Envelope keyId. */
                keyId: string;

                /** Envelope mac. */
                mac: Uint8Array;

                /**
                 * Encodes the specified Envelope message. Does not implicitly {@link tillpost.host.v1.Envelope.verify|verify} messages.
                 * @param message Envelope message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Envelope message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Envelope & tillpost.host.v1.Envelope.$Shape} Envelope
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Envelope & tillpost.host.v1.Envelope.$Shape;
            }

            namespace Envelope {

                /** Properties of an Envelope. */
                interface $Properties {

                    /** Envelope body */
                    body?: (Uint8Array|null);

                    /** Envelope keyId */
                    keyId?: (string|null);

                    /** Envelope mac */
                    mac?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Envelope. */
                type $Shape = tillpost.host.v1.Envelope.$Properties;
            }

            /**
             * Properties of a Body.
             * @deprecated Use tillpost.host.v1.Body.$Properties instead.
             */
            interface IBody extends tillpost.host.v1.Body.$Properties {
            }

            /** Represents a Body. */
            class Body {

                /**
                 * Constructs a new Body.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Body.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Body merchantId. */
                merchantId: string;

                /** Body terminalId. */
                terminalId: string;

                /** Body request. */
                request?: (tillpost.host.v1.OnlineRequest.$Properties|null);

                /** Body postings. */
                postings?: (tillpost.host.v1.PostingBatch.$Properties|null);

                /** Body heartbeat. */
                heartbeat?: (tillpost.host.v1.Heartbeat.$Properties|null);

                /** Body status. */
                status?: (tillpost.host.v1.Status.$Properties|null);

                /** Body reply. */
                reply?: (tillpost.host.v1.Answer.$Properties|null);

                /** Body receipts. */
                receipts?: (tillpost.host.v1.ReceiptBatch.$Properties|null);

                /** Body echo. */
                echo?: (tillpost.host.v1.Echo.$Properties|null);

                /** Body content. */
                content?: ("request"|"postings"|"heartbeat"|"status"|"reply"|"receipts"|"echo");

                /**
                 * Encodes the specified Body message. Does not implicitly {@link tillpost.host.v1.Body.verify|verify} messages.
                 * @param message Body message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Body.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Body message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Body & tillpost.host.v1.Body.$Shape} Body
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Body & tillpost.host.v1.Body.$Shape;
            }

            namespace Body {

                /** Properties of a Body. */
                interface $Properties {

                    /** Body merchantId */
                    merchantId?: (string|null);

                    /** Body terminalId */
                    terminalId?: (string|null);

                    /** Body request */
                    request?: (tillpost.host.v1.OnlineRequest.$Properties|null);

                    /** Body postings */
                    postings?: (tillpost.host.v1.PostingBatch.$Properties|null);

                    /** Body heartbeat */
                    heartbeat?: (tillpost.host.v1.Heartbeat.$Properties|null);

                    /** Body status */
                    status?: (tillpost.host.v1.Status.$Properties|null);

                    /** Body reply */
                    reply?: (tillpost.host.v1.Answer.$Properties|null);

                    /** Body receipts */
                    receipts?: (tillpost.host.v1.ReceiptBatch.$Properties|null);

                    /** Body echo */
                    echo?: (tillpost.host.v1.Echo.$Properties|null);

                    /** Body content */
                    content?: ("request"|"postings"|"heartbeat"|"status"|"reply"|"receipts"|"echo");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Body. */
                type $Shape = {
                  merchantId?: string|null;
                  terminalId?: string|null;
                  request?: tillpost.host.v1.OnlineRequest.$Shape|null;
                  postings?: tillpost.host.v1.PostingBatch.$Shape|null;
                  heartbeat?: tillpost.host.v1.Heartbeat.$Shape|null;
                  status?: tillpost.host.v1.Status.$Shape|null;
                  reply?: tillpost.host.v1.Answer.$Shape|null;
                  receipts?: tillpost.host.v1.ReceiptBatch.$Shape|null;
                  echo?: tillpost.host.v1.Echo.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ content?: undefined; request?: null; postings?: null; heartbeat?: null; status?: null; reply?: null; receipts?: null; echo?: null }|{ content?: "request"; request: tillpost.host.v1.OnlineRequest.$Shape; postings?: null; heartbeat?: null; status?: null; reply?: null; receipts?: null; echo?: null }|{ content?: "postings"; request?: null; postings: tillpost.host.v1.PostingBatch.$Shape; heartbeat?: null; status?: null; reply?: null; receipts?: null; echo?: null }|{ content?: "heartbeat"; request?: null; postings?: null; heartbeat: tillpost.host.v1.Heartbeat.$Shape; status?: null; reply?: null; receipts?: null; echo?: null }|{ content?: "status"; request?: null; postings?: null; heartbeat?: null; status: tillpost.host.v1.Status.$Shape; reply?: null; receipts?: null; echo?: null }|{ content?: "reply"; request?: null; postings?: null; heartbeat?: null; status?: null; reply: tillpost.host.v1.Answer.$Shape; receipts?: null; echo?: null }|{ content?: "receipts"; request?: null; postings?: null; heartbeat?: null; status?: null; reply?: null; receipts: tillpost.host.v1.ReceiptBatch.$Shape; echo?: null }|{ content?: "echo"; request?: null; postings?: null; heartbeat?: null; status?: null; reply?: null; receipts?: null; echo: tillpost.host.v1.Echo.$Shape })
                );
            }

            /**
             * Properties of a TransactionKey.
             * @deprecated Use tillpost.host.v1.TransactionKey.$Properties instead.
             */
            interface ITransactionKey extends tillpost.host.v1.TransactionKey.$Properties {
            }

            /** Represents a TransactionKey. */
            class TransactionKey {

                /**
                 * Constructs a new TransactionKey.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.TransactionKey.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TransactionKey terminalId. */
                terminalId: string;

                /** TransactionKey epoch. */
                epoch: Uint8Array;

                /** TransactionKey number. */
                number: (number|Long);

                /**
                 * Encodes the specified TransactionKey message. Does not implicitly {@link tillpost.host.v1.TransactionKey.verify|verify} messages.
                 * @param message TransactionKey message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.TransactionKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TransactionKey message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.TransactionKey & tillpost.host.v1.TransactionKey.$Shape} TransactionKey
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.TransactionKey & tillpost.host.v1.TransactionKey.$Shape;
            }

            namespace TransactionKey {

                /** Properties of a TransactionKey. */
                interface $Properties {

                    /** TransactionKey terminalId */
                    terminalId?: (string|null);

                    /** TransactionKey epoch */
                    epoch?: (Uint8Array|null);

                    /** TransactionKey number */
                    number?: (number|Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TransactionKey. */
                type $Shape = tillpost.host.v1.TransactionKey.$Properties;
            }

            /**
             * Properties of a Money.
             * @deprecated Use tillpost.host.v1.Money.$Properties instead.
             */
            interface IMoney extends tillpost.host.v1.Money.$Properties {
            }

            /** Represents a Money. */
            class Money {

                /**
                 * Constructs a new Money.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Money.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Money amount. */
                amount: (number|Long);

                /** Money currency. */
                currency: number;

                /** Money exponent. */
                exponent: number;

                /**
                 * Encodes the specified Money message. Does not implicitly {@link tillpost.host.v1.Money.verify|verify} messages.
                 * @param message Money message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Money.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Money message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Money & tillpost.host.v1.Money.$Shape} Money
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Money & tillpost.host.v1.Money.$Shape;
            }

            namespace Money {

                /** Properties of a Money. */
                interface $Properties {

                    /** Money amount */
                    amount?: (number|Long|null);

                    /** Money currency */
                    currency?: (number|null);

                    /** Money exponent */
                    exponent?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Money. */
                type $Shape = tillpost.host.v1.Money.$Properties;
            }

            /** TransactionType enum. */
            enum TransactionType {

                /** TRANSACTION_TYPE_UNSPECIFIED value */
                TRANSACTION_TYPE_UNSPECIFIED = 0,

                /** SALE value */
                SALE = 1,

                /** REFUND value */
                REFUND = 2
            }

            /** EntryMode enum. */
            enum EntryMode {

                /** ENTRY_MODE_UNSPECIFIED value */
                ENTRY_MODE_UNSPECIFIED = 0,

                /** CONTACTLESS value */
                CONTACTLESS = 1,

                /** CHIP value */
                CHIP = 2,

                /** MAGSTRIPE value */
                MAGSTRIPE = 3,

                /** FALLBACK value */
                FALLBACK = 4,

                /** MANUAL value */
                MANUAL = 5
            }

            /** Cryptogram enum. */
            enum Cryptogram {

                /** CRYPTOGRAM_UNSPECIFIED value */
                CRYPTOGRAM_UNSPECIFIED = 0,

                /** TC value */
                TC = 1,

                /** ARQC value */
                ARQC = 2,

                /** AAC value */
                AAC = 3,

                /** NONE value */
                NONE = 4
            }

            /** ClockQuality enum. */
            enum ClockQuality {

                /** CLOCK_QUALITY_UNSPECIFIED value */
                CLOCK_QUALITY_UNSPECIFIED = 0,

                /** CLOCK_TRUSTED value */
                CLOCK_TRUSTED = 1,

                /** CLOCK_UNCHECKED value */
                CLOCK_UNCHECKED = 2,

                /** CLOCK_WRONG value */
                CLOCK_WRONG = 3
            }

            /**
             * Properties of a Card.
             * @deprecated Use tillpost.host.v1.Card.$Properties instead.
             */
            interface ICard extends tillpost.host.v1.Card.$Properties {
            }

            /** Represents a Card. */
            class Card {

                /**
                 * Constructs a new Card.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Card.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Card entryMode. */
                entryMode: tillpost.host.v1.EntryMode;

                /** Card maskedPan. */
                maskedPan: string;

                /** Card token. */
                token: Uint8Array;

                /** Card scheme. */
                scheme: string;

                /** Card ciphertext. */
                ciphertext: Uint8Array;

                /** Card ksn. */
                ksn: Uint8Array;

                /** Card emv. */
                emv: Uint8Array;

                /** Card cryptogram. */
                cryptogram: tillpost.host.v1.Cryptogram;

                /**
                 * Encodes the specified Card message. Does not implicitly {@link tillpost.host.v1.Card.verify|verify} messages.
                 * @param message Card message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Card.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Card message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Card & tillpost.host.v1.Card.$Shape} Card
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Card & tillpost.host.v1.Card.$Shape;
            }

            namespace Card {

                /** Properties of a Card. */
                interface $Properties {

                    /** Card entryMode */
                    entryMode?: (tillpost.host.v1.EntryMode|null);

                    /** Card maskedPan */
                    maskedPan?: (string|null);

                    /** Card token */
                    token?: (Uint8Array|null);

                    /** Card scheme */
                    scheme?: (string|null);

                    /** Card ciphertext */
                    ciphertext?: (Uint8Array|null);

                    /** Card ksn */
                    ksn?: (Uint8Array|null);

                    /** Card emv */
                    emv?: (Uint8Array|null);

                    /** Card cryptogram */
                    cryptogram?: (tillpost.host.v1.Cryptogram|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Card. */
                type $Shape = tillpost.host.v1.Card.$Properties;
            }

            /**
             * Properties of an OnlineRequest.
             * @deprecated Use tillpost.host.v1.OnlineRequest.$Properties instead.
             */
            interface IOnlineRequest extends tillpost.host.v1.OnlineRequest.$Properties {
            }

            /** Represents an OnlineRequest. */
            class OnlineRequest {

                /**
                 * Constructs a new OnlineRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.OnlineRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** OnlineRequest key. */
                key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                /** OnlineRequest type. */
                type: tillpost.host.v1.TransactionType;

                /** OnlineRequest money. */
                money?: (tillpost.host.v1.Money.$Properties|null);

                /** OnlineRequest stan. */
                stan: number;

                /** OnlineRequest terminalTimeMs. */
                terminalTimeMs: (number|Long);

                /** OnlineRequest clock. */
                clock: tillpost.host.v1.ClockQuality;

                /** OnlineRequest card. */
                card?: (tillpost.host.v1.Card.$Properties|null);

                /** OnlineRequest deadlineMs. */
                deadlineMs: number;

                /** OnlineRequest repeat. */
                repeat: boolean;

                /**
                 * Encodes the specified OnlineRequest message. Does not implicitly {@link tillpost.host.v1.OnlineRequest.verify|verify} messages.
                 * @param message OnlineRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.OnlineRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an OnlineRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.OnlineRequest & tillpost.host.v1.OnlineRequest.$Shape} OnlineRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.OnlineRequest & tillpost.host.v1.OnlineRequest.$Shape;
            }

            namespace OnlineRequest {

                /** Properties of an OnlineRequest. */
                interface $Properties {

                    /** OnlineRequest key */
                    key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                    /** OnlineRequest type */
                    type?: (tillpost.host.v1.TransactionType|null);

                    /** OnlineRequest money */
                    money?: (tillpost.host.v1.Money.$Properties|null);

                    /** OnlineRequest stan */
                    stan?: (number|null);

                    /** OnlineRequest terminalTimeMs */
                    terminalTimeMs?: (number|Long|null);

                    /** OnlineRequest clock */
                    clock?: (tillpost.host.v1.ClockQuality|null);

                    /** OnlineRequest card */
                    card?: (tillpost.host.v1.Card.$Properties|null);

                    /** OnlineRequest deadlineMs */
                    deadlineMs?: (number|null);

                    /** OnlineRequest repeat */
                    repeat?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an OnlineRequest. */
                type $Shape = tillpost.host.v1.OnlineRequest.$Properties;
            }

            /** PostingKind enum. */
            enum PostingKind {

                /** POSTING_KIND_UNSPECIFIED value */
                POSTING_KIND_UNSPECIFIED = 0,

                /** ADVICE value */
                ADVICE = 1,

                /** REVERSAL value */
                REVERSAL = 2
            }

            /** ReversalReason enum. */
            enum ReversalReason {

                /** REVERSAL_REASON_UNSPECIFIED value */
                REVERSAL_REASON_UNSPECIFIED = 0,

                /** TIMEOUT value */
                TIMEOUT = 1,

                /** CARD_DECLINED value */
                CARD_DECLINED = 2,

                /** READER_FAILED value */
                READER_FAILED = 3,

                /** BAD_MAC value */
                BAD_MAC = 4,

                /** OPERATOR_VOID value */
                OPERATOR_VOID = 5,

                /** AMOUNT_MISMATCH value */
                AMOUNT_MISMATCH = 6
            }

            /** OfflineResponse enum. */
            enum OfflineResponse {

                /** OFFLINE_RESPONSE_UNSPECIFIED value */
                OFFLINE_RESPONSE_UNSPECIFIED = 0,

                /** Y1 value */
                Y1 = 1,

                /** Y3 value */
                Y3 = 2
            }

            /**
             * Properties of a Posting.
             * @deprecated Use tillpost.host.v1.Posting.$Properties instead.
             */
            interface IPosting extends tillpost.host.v1.Posting.$Properties {
            }

            /** Represents a Posting. */
            class Posting {

                /**
                 * Constructs a new Posting.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Posting.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Posting sequence. */
                sequence: (number|Long);

                /** Posting kind. */
                kind: tillpost.host.v1.PostingKind;

                /** Posting key. */
                key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                /** Posting type. */
                type: tillpost.host.v1.TransactionType;

                /** Posting money. */
                money?: (tillpost.host.v1.Money.$Properties|null);

                /** Posting stan. */
                stan: number;

                /** Posting terminalTimeMs. */
                terminalTimeMs: (number|Long);

                /** Posting clock. */
                clock: tillpost.host.v1.ClockQuality;

                /** Posting card. */
                card?: (tillpost.host.v1.Card.$Properties|null);

                /** Posting response. */
                response: tillpost.host.v1.OfflineResponse;

                /** Posting reason. */
                reason: tillpost.host.v1.ReversalReason;

                /** Posting repeat. */
                repeat: boolean;

                /**
                 * Encodes the specified Posting message. Does not implicitly {@link tillpost.host.v1.Posting.verify|verify} messages.
                 * @param message Posting message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Posting.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Posting message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Posting & tillpost.host.v1.Posting.$Shape} Posting
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Posting & tillpost.host.v1.Posting.$Shape;
            }

            namespace Posting {

                /** Properties of a Posting. */
                interface $Properties {

                    /** Posting sequence */
                    sequence?: (number|Long|null);

                    /** Posting kind */
                    kind?: (tillpost.host.v1.PostingKind|null);

                    /** Posting key */
                    key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                    /** Posting type */
                    type?: (tillpost.host.v1.TransactionType|null);

                    /** Posting money */
                    money?: (tillpost.host.v1.Money.$Properties|null);

                    /** Posting stan */
                    stan?: (number|null);

                    /** Posting terminalTimeMs */
                    terminalTimeMs?: (number|Long|null);

                    /** Posting clock */
                    clock?: (tillpost.host.v1.ClockQuality|null);

                    /** Posting card */
                    card?: (tillpost.host.v1.Card.$Properties|null);

                    /** Posting response */
                    response?: (tillpost.host.v1.OfflineResponse|null);

                    /** Posting reason */
                    reason?: (tillpost.host.v1.ReversalReason|null);

                    /** Posting repeat */
                    repeat?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Posting. */
                type $Shape = tillpost.host.v1.Posting.$Properties;
            }

            /**
             * Properties of a ChainHead.
             * @deprecated Use tillpost.host.v1.ChainHead.$Properties instead.
             */
            interface IChainHead extends tillpost.host.v1.ChainHead.$Properties {
            }

            /** Represents a ChainHead. */
            class ChainHead {

                /**
                 * Constructs a new ChainHead.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.ChainHead.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ChainHead entry. */
                entry: (number|Long);

                /** ChainHead mac. */
                mac: Uint8Array;

                /** ChainHead epoch. */
                epoch: Uint8Array;

                /**
                 * Encodes the specified ChainHead message. Does not implicitly {@link tillpost.host.v1.ChainHead.verify|verify} messages.
                 * @param message ChainHead message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.ChainHead.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ChainHead message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ChainHead & tillpost.host.v1.ChainHead.$Shape} ChainHead
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.ChainHead & tillpost.host.v1.ChainHead.$Shape;
            }

            namespace ChainHead {

                /** Properties of a ChainHead. */
                interface $Properties {

                    /** ChainHead entry */
                    entry?: (number|Long|null);

                    /** ChainHead mac */
                    mac?: (Uint8Array|null);

                    /** ChainHead epoch */
                    epoch?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ChainHead. */
                type $Shape = tillpost.host.v1.ChainHead.$Properties;
            }

            /**
             * Properties of a PostingBatch.
             * @deprecated Use tillpost.host.v1.PostingBatch.$Properties instead.
             */
            interface IPostingBatch extends tillpost.host.v1.PostingBatch.$Properties {
            }

            /** Represents a PostingBatch. */
            class PostingBatch {

                /**
                 * Constructs a new PostingBatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.PostingBatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PostingBatch postings. */
                postings: tillpost.host.v1.Posting.$Properties[];

                /** PostingBatch head. */
                head?: (tillpost.host.v1.ChainHead.$Properties|null);

                /**
                 * Encodes the specified PostingBatch message. Does not implicitly {@link tillpost.host.v1.PostingBatch.verify|verify} messages.
                 * @param message PostingBatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.PostingBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PostingBatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.PostingBatch & tillpost.host.v1.PostingBatch.$Shape} PostingBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.PostingBatch & tillpost.host.v1.PostingBatch.$Shape;
            }

            namespace PostingBatch {

                /** Properties of a PostingBatch. */
                interface $Properties {

                    /** PostingBatch postings */
                    postings?: (tillpost.host.v1.Posting.$Properties[]|null);

                    /** PostingBatch head */
                    head?: (tillpost.host.v1.ChainHead.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PostingBatch. */
                type $Shape = tillpost.host.v1.PostingBatch.$Properties;
            }

            /** Outcome enum. */
            enum Outcome {

                /** OUTCOME_UNSPECIFIED value */
                OUTCOME_UNSPECIFIED = 0,

                /** POSTED value */
                POSTED = 1,

                /** ALREADY_POSTED value */
                ALREADY_POSTED = 2,

                /** REJECTED value */
                REJECTED = 3,

                /** CONFLICT value */
                CONFLICT = 4,

                /** REVERSED value */
                REVERSED = 5,

                /** ALREADY_REVERSED value */
                ALREADY_REVERSED = 6,

                /** RETRY_LATER value */
                RETRY_LATER = 7
            }

            /**
             * Properties of an Answer.
             * @deprecated Use tillpost.host.v1.Answer.$Properties instead.
             */
            interface IAnswer extends tillpost.host.v1.Answer.$Properties {
            }

            /** Represents an Answer. */
            class Answer {

                /**
                 * Constructs a new Answer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Answer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Answer key. */
                key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                /** Answer sequence. */
                sequence: (number|Long);

                /** Answer outcome. */
                outcome: tillpost.host.v1.Outcome;

                /** Answer responseCode. */
                responseCode: string;

                /** Answer rrn. */
                rrn: string;

                /** Answer posted. */
                posted?: (tillpost.host.v1.Money.$Properties|null);

                /** Answer hostTimeMs. */
                hostTimeMs: (number|Long);

                /** Answer arpc. */
                arpc: Uint8Array;

                /** Answer retryAfterMs. */
                retryAfterMs: number;

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link tillpost.host.v1.Answer.verify|verify} messages.
                 * @param message Answer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Answer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Answer & tillpost.host.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Answer & tillpost.host.v1.Answer.$Shape;
            }

            namespace Answer {

                /** Properties of an Answer. */
                interface $Properties {

                    /** Answer key */
                    key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                    /** Answer sequence */
                    sequence?: (number|Long|null);

                    /** Answer outcome */
                    outcome?: (tillpost.host.v1.Outcome|null);

                    /** Answer responseCode */
                    responseCode?: (string|null);

                    /** Answer rrn */
                    rrn?: (string|null);

                    /** Answer posted */
                    posted?: (tillpost.host.v1.Money.$Properties|null);

                    /** Answer hostTimeMs */
                    hostTimeMs?: (number|Long|null);

                    /** Answer arpc */
                    arpc?: (Uint8Array|null);

                    /** Answer retryAfterMs */
                    retryAfterMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Answer. */
                type $Shape = tillpost.host.v1.Answer.$Properties;
            }

            /**
             * Properties of a ReceiptBatch.
             * @deprecated Use tillpost.host.v1.ReceiptBatch.$Properties instead.
             */
            interface IReceiptBatch extends tillpost.host.v1.ReceiptBatch.$Properties {
            }

            /** Represents a ReceiptBatch. */
            class ReceiptBatch {

                /**
                 * Constructs a new ReceiptBatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.ReceiptBatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReceiptBatch receipts. */
                receipts: tillpost.host.v1.Answer.$Properties[];

                /**
                 * Encodes the specified ReceiptBatch message. Does not implicitly {@link tillpost.host.v1.ReceiptBatch.verify|verify} messages.
                 * @param message ReceiptBatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.ReceiptBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReceiptBatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ReceiptBatch & tillpost.host.v1.ReceiptBatch.$Shape} ReceiptBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.ReceiptBatch & tillpost.host.v1.ReceiptBatch.$Shape;
            }

            namespace ReceiptBatch {

                /** Properties of a ReceiptBatch. */
                interface $Properties {

                    /** ReceiptBatch receipts */
                    receipts?: (tillpost.host.v1.Answer.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReceiptBatch. */
                type $Shape = tillpost.host.v1.ReceiptBatch.$Properties;
            }

            /** ReaderState enum. */
            enum ReaderState {

                /** READER_STATE_UNSPECIFIED value */
                READER_STATE_UNSPECIFIED = 0,

                /** READER_MISSING value */
                READER_MISSING = 1,

                /** READER_CONNECTING value */
                READER_CONNECTING = 2,

                /** READER_READY value */
                READER_READY = 3
            }

            /**
             * Properties of a Heartbeat.
             * @deprecated Use tillpost.host.v1.Heartbeat.$Properties instead.
             */
            interface IHeartbeat extends tillpost.host.v1.Heartbeat.$Properties {
            }

            /** Represents a Heartbeat. */
            class Heartbeat {

                /**
                 * Constructs a new Heartbeat.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Heartbeat.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Heartbeat nonce. */
                nonce: Uint8Array;

                /** Heartbeat terminalTimeMs. */
                terminalTimeMs: (number|Long);

                /** Heartbeat clock. */
                clock: tillpost.host.v1.ClockQuality;

                /** Heartbeat queueDepth. */
                queueDepth: number;

                /** Heartbeat oldestAgeMs. */
                oldestAgeMs: (number|Long);

                /** Heartbeat parked. */
                parked: number;

                /** Heartbeat reader. */
                reader: tillpost.host.v1.ReaderState;

                /** Heartbeat diskFreeBytes. */
                diskFreeBytes: (number|Long);

                /** Heartbeat agentVersion. */
                agentVersion: string;

                /** Heartbeat head. */
                head?: (tillpost.host.v1.ChainHead.$Properties|null);

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link tillpost.host.v1.Heartbeat.verify|verify} messages.
                 * @param message Heartbeat message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Heartbeat & tillpost.host.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Heartbeat & tillpost.host.v1.Heartbeat.$Shape;
            }

            namespace Heartbeat {

                /** Properties of a Heartbeat. */
                interface $Properties {

                    /** Heartbeat nonce */
                    nonce?: (Uint8Array|null);

                    /** Heartbeat terminalTimeMs */
                    terminalTimeMs?: (number|Long|null);

                    /** Heartbeat clock */
                    clock?: (tillpost.host.v1.ClockQuality|null);

                    /** Heartbeat queueDepth */
                    queueDepth?: (number|null);

                    /** Heartbeat oldestAgeMs */
                    oldestAgeMs?: (number|Long|null);

                    /** Heartbeat parked */
                    parked?: (number|null);

                    /** Heartbeat reader */
                    reader?: (tillpost.host.v1.ReaderState|null);

                    /** Heartbeat diskFreeBytes */
                    diskFreeBytes?: (number|Long|null);

                    /** Heartbeat agentVersion */
                    agentVersion?: (string|null);

                    /** Heartbeat head */
                    head?: (tillpost.host.v1.ChainHead.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Heartbeat. */
                type $Shape = tillpost.host.v1.Heartbeat.$Properties;
            }

            /**
             * Properties of an Echo.
             * @deprecated Use tillpost.host.v1.Echo.$Properties instead.
             */
            interface IEcho extends tillpost.host.v1.Echo.$Properties {
            }

            /** Represents an Echo. */
            class Echo {

                /**
                 * Constructs a new Echo.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Echo.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Echo nonce. */
                nonce: Uint8Array;

                /** Echo hostTimeMs. */
                hostTimeMs: (number|Long);

                /** Echo pauseMs. */
                pauseMs: number;

                /** Echo batchMax. */
                batchMax: number;

                /**
                 * Encodes the specified Echo message. Does not implicitly {@link tillpost.host.v1.Echo.verify|verify} messages.
                 * @param message Echo message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Echo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Echo message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Echo & tillpost.host.v1.Echo.$Shape} Echo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Echo & tillpost.host.v1.Echo.$Shape;
            }

            namespace Echo {

                /** Properties of an Echo. */
                interface $Properties {

                    /** Echo nonce */
                    nonce?: (Uint8Array|null);

                    /** Echo hostTimeMs */
                    hostTimeMs?: (number|Long|null);

                    /** Echo pauseMs */
                    pauseMs?: (number|null);

                    /** Echo batchMax */
                    batchMax?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Echo. */
                type $Shape = tillpost.host.v1.Echo.$Properties;
            }

            /** Presence enum. */
            enum Presence {

                /** PRESENCE_UNSPECIFIED value */
                PRESENCE_UNSPECIFIED = 0,

                /** BIRTH value */
                BIRTH = 1,

                /** DEATH value */
                DEATH = 2
            }

            /**
             * Properties of a Status.
             * @deprecated Use tillpost.host.v1.Status.$Properties instead.
             */
            interface IStatus extends tillpost.host.v1.Status.$Properties {
            }

            /** Represents a Status. */
            class Status {

                /**
                 * Constructs a new Status.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Status.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Status presence. */
                presence: tillpost.host.v1.Presence;

                /** Status session. */
                session: Uint8Array;

                /** Status sessionNumber. */
                sessionNumber: (number|Long);

                /** Status agentVersion. */
                agentVersion: string;

                /**
                 * Encodes the specified Status message. Does not implicitly {@link tillpost.host.v1.Status.verify|verify} messages.
                 * @param message Status message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Status.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Status message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Status & tillpost.host.v1.Status.$Shape} Status
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Status & tillpost.host.v1.Status.$Shape;
            }

            namespace Status {

                /** Properties of a Status. */
                interface $Properties {

                    /** Status presence */
                    presence?: (tillpost.host.v1.Presence|null);

                    /** Status session */
                    session?: (Uint8Array|null);

                    /** Status sessionNumber */
                    sessionNumber?: (number|Long|null);

                    /** Status agentVersion */
                    agentVersion?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Status. */
                type $Shape = tillpost.host.v1.Status.$Properties;
            }
        }
    }
}
