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

                /** Body settlement. */
                settlement?: (tillpost.host.v1.Settlement.$Properties|null);

                /** Body commandResult. */
                commandResult?: (tillpost.host.v1.CommandResult.$Properties|null);

                /** Body reply. */
                reply?: (tillpost.host.v1.Answer.$Properties|null);

                /** Body receipts. */
                receipts?: (tillpost.host.v1.ReceiptBatch.$Properties|null);

                /** Body echo. */
                echo?: (tillpost.host.v1.Echo.$Properties|null);

                /** Body settlementAnswer. */
                settlementAnswer?: (tillpost.host.v1.SettlementAnswer.$Properties|null);

                /** Body command. */
                command?: (tillpost.host.v1.Command.$Properties|null);

                /** Body content. */
                content?: ("request"|"postings"|"heartbeat"|"status"|"settlement"|"commandResult"|"reply"|"receipts"|"echo"|"settlementAnswer"|"command");

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

                    /** Body settlement */
                    settlement?: (tillpost.host.v1.Settlement.$Properties|null);

                    /** Body commandResult */
                    commandResult?: (tillpost.host.v1.CommandResult.$Properties|null);

                    /** Body reply */
                    reply?: (tillpost.host.v1.Answer.$Properties|null);

                    /** Body receipts */
                    receipts?: (tillpost.host.v1.ReceiptBatch.$Properties|null);

                    /** Body echo */
                    echo?: (tillpost.host.v1.Echo.$Properties|null);

                    /** Body settlementAnswer */
                    settlementAnswer?: (tillpost.host.v1.SettlementAnswer.$Properties|null);

                    /** Body command */
                    command?: (tillpost.host.v1.Command.$Properties|null);

                    /** Body content */
                    content?: ("request"|"postings"|"heartbeat"|"status"|"settlement"|"commandResult"|"reply"|"receipts"|"echo"|"settlementAnswer"|"command");

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
                  settlement?: tillpost.host.v1.Settlement.$Shape|null;
                  commandResult?: tillpost.host.v1.CommandResult.$Shape|null;
                  reply?: tillpost.host.v1.Answer.$Shape|null;
                  receipts?: tillpost.host.v1.ReceiptBatch.$Shape|null;
                  echo?: tillpost.host.v1.Echo.$Shape|null;
                  settlementAnswer?: tillpost.host.v1.SettlementAnswer.$Shape|null;
                  command?: tillpost.host.v1.Command.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ content?: undefined; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "request"; request: tillpost.host.v1.OnlineRequest.$Shape; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "postings"; request?: null; postings: tillpost.host.v1.PostingBatch.$Shape; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "heartbeat"; request?: null; postings?: null; heartbeat: tillpost.host.v1.Heartbeat.$Shape; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "status"; request?: null; postings?: null; heartbeat?: null; status: tillpost.host.v1.Status.$Shape; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "settlement"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement: tillpost.host.v1.Settlement.$Shape; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "commandResult"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult: tillpost.host.v1.CommandResult.$Shape; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "reply"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply: tillpost.host.v1.Answer.$Shape; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "receipts"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts: tillpost.host.v1.ReceiptBatch.$Shape; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "echo"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo: tillpost.host.v1.Echo.$Shape; settlementAnswer?: null; command?: null }|{ content?: "settlementAnswer"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer: tillpost.host.v1.SettlementAnswer.$Shape; command?: null }|{ content?: "command"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command: tillpost.host.v1.Command.$Shape })
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

                /** Card singleCryptogram. */
                singleCryptogram: boolean;

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

                    /** Card singleCryptogram */
                    singleCryptogram?: (boolean|null);

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

                /** OnlineRequest batch. */
                batch: number;

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

                    /** OnlineRequest batch */
                    batch?: (number|null);

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
                Y3 = 2,

                /** ONLINE value */
                ONLINE = 3
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

                /** Posting batch. */
                batch: number;

                /** Posting deferred. */
                deferred: boolean;

                /** Posting opening. */
                opening: number;

                /** Posting cardDataErased. */
                cardDataErased: boolean;

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

                    /** Posting batch */
                    batch?: (number|null);

                    /** Posting deferred */
                    deferred?: (boolean|null);

                    /** Posting opening */
                    opening?: (number|null);

                    /** Posting cardDataErased */
                    cardDataErased?: (boolean|null);

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

                /** ChainHead sequence. */
                sequence: (number|Long);

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

                    /** ChainHead sequence */
                    sequence?: (number|Long|null);

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

                /** Answer batch. */
                batch: number;

                /** Answer reversedBatch. */
                reversedBatch: number;

                /** Answer opening. */
                opening: number;

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

                    /** Answer batch */
                    batch?: (number|null);

                    /** Answer reversedBatch */
                    reversedBatch?: (number|null);

                    /** Answer opening */
                    opening?: (number|null);

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

                /** Heartbeat evictions. */
                evictions: number;

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

                    /** Heartbeat evictions */
                    evictions?: (number|null);

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

                /** Echo known. */
                known: tillpost.host.v1.ChainHead.$Properties[];

                /** Echo gaps. */
                gaps: tillpost.host.v1.JournalGap.$Properties[];

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

                    /** Echo known */
                    known?: (tillpost.host.v1.ChainHead.$Properties[]|null);

                    /** Echo gaps */
                    gaps?: (tillpost.host.v1.JournalGap.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Echo. */
                type $Shape = tillpost.host.v1.Echo.$Properties;
            }

            /**
             * Properties of a JournalGap.
             * @deprecated Use tillpost.host.v1.JournalGap.$Properties instead.
             */
            interface IJournalGap extends tillpost.host.v1.JournalGap.$Properties {
            }

            /** Represents a JournalGap. */
            class JournalGap {

                /**
                 * Constructs a new JournalGap.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.JournalGap.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** JournalGap epoch. */
                epoch: Uint8Array;

                /** JournalGap entry. */
                entry: (number|Long);

                /** JournalGap sequence. */
                sequence: (number|Long);

                /** JournalGap missing. */
                missing: (number|Long)[];

                /**
                 * Encodes the specified JournalGap message. Does not implicitly {@link tillpost.host.v1.JournalGap.verify|verify} messages.
                 * @param message JournalGap message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.JournalGap.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a JournalGap message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.JournalGap & tillpost.host.v1.JournalGap.$Shape} JournalGap
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.JournalGap & tillpost.host.v1.JournalGap.$Shape;
            }

            namespace JournalGap {

                /** Properties of a JournalGap. */
                interface $Properties {

                    /** JournalGap epoch */
                    epoch?: (Uint8Array|null);

                    /** JournalGap entry */
                    entry?: (number|Long|null);

                    /** JournalGap sequence */
                    sequence?: (number|Long|null);

                    /** JournalGap missing */
                    missing?: ((number|Long)[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a JournalGap. */
                type $Shape = tillpost.host.v1.JournalGap.$Properties;
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

                /** Status head. */
                head?: (tillpost.host.v1.ChainHead.$Properties|null);

                /** Status continues. */
                continues: Uint8Array[];

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

                    /** Status head */
                    head?: (tillpost.host.v1.ChainHead.$Properties|null);

                    /** Status continues */
                    continues?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Status. */
                type $Shape = tillpost.host.v1.Status.$Properties;
            }

            /** TotalType enum. */
            enum TotalType {

                /** TOTAL_TYPE_UNSPECIFIED value */
                TOTAL_TYPE_UNSPECIFIED = 0,

                /** TOTAL_SALE value */
                TOTAL_SALE = 1,

                /** TOTAL_REFUND value */
                TOTAL_REFUND = 2,

                /** TOTAL_SALE_VOID value */
                TOTAL_SALE_VOID = 3,

                /** TOTAL_REFUND_VOID value */
                TOTAL_REFUND_VOID = 4
            }

            /**
             * Properties of a Total.
             * @deprecated Use tillpost.host.v1.Total.$Properties instead.
             */
            interface ITotal extends tillpost.host.v1.Total.$Properties {
            }

            /** Represents a Total. */
            class Total {

                /**
                 * Constructs a new Total.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Total.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Total type. */
                type: tillpost.host.v1.TotalType;

                /** Total currency. */
                currency: number;

                /** Total exponent. */
                exponent: number;

                /** Total count. */
                count: number;

                /** Total amount. */
                amount: (number|Long);

                /**
                 * Encodes the specified Total message. Does not implicitly {@link tillpost.host.v1.Total.verify|verify} messages.
                 * @param message Total message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Total.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Total message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Total & tillpost.host.v1.Total.$Shape} Total
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Total & tillpost.host.v1.Total.$Shape;
            }

            namespace Total {

                /** Properties of a Total. */
                interface $Properties {

                    /** Total type */
                    type?: (tillpost.host.v1.TotalType|null);

                    /** Total currency */
                    currency?: (number|null);

                    /** Total exponent */
                    exponent?: (number|null);

                    /** Total count */
                    count?: (number|null);

                    /** Total amount */
                    amount?: (number|Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Total. */
                type $Shape = tillpost.host.v1.Total.$Properties;
            }

            /**
             * Properties of a Settlement.
             * @deprecated Use tillpost.host.v1.Settlement.$Properties instead.
             */
            interface ISettlement extends tillpost.host.v1.Settlement.$Properties {
            }

            /** Represents a Settlement. */
            class Settlement {

                /**
                 * Constructs a new Settlement.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Settlement.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Settlement totals. */
                totals?: (tillpost.host.v1.BatchTotals.$Properties|null);

                /** Settlement details. */
                details?: (tillpost.host.v1.BatchDetails.$Properties|null);

                /** Settlement step. */
                step?: ("totals"|"details");

                /**
                 * Encodes the specified Settlement message. Does not implicitly {@link tillpost.host.v1.Settlement.verify|verify} messages.
                 * @param message Settlement message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Settlement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Settlement message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Settlement & tillpost.host.v1.Settlement.$Shape} Settlement
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Settlement & tillpost.host.v1.Settlement.$Shape;
            }

            namespace Settlement {

                /** Properties of a Settlement. */
                interface $Properties {

                    /** Settlement totals */
                    totals?: (tillpost.host.v1.BatchTotals.$Properties|null);

                    /** Settlement details */
                    details?: (tillpost.host.v1.BatchDetails.$Properties|null);

                    /** Settlement step */
                    step?: ("totals"|"details");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Settlement. */
                type $Shape = {
                  totals?: tillpost.host.v1.BatchTotals.$Shape|null;
                  details?: tillpost.host.v1.BatchDetails.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ step?: undefined; totals?: null; details?: null }|{ step?: "totals"; totals: tillpost.host.v1.BatchTotals.$Shape; details?: null }|{ step?: "details"; totals?: null; details: tillpost.host.v1.BatchDetails.$Shape })
                );
            }

            /**
             * Properties of a BatchTotals.
             * @deprecated Use tillpost.host.v1.BatchTotals.$Properties instead.
             */
            interface IBatchTotals extends tillpost.host.v1.BatchTotals.$Properties {
            }

            /** Represents a BatchTotals. */
            class BatchTotals {

                /**
                 * Constructs a new BatchTotals.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.BatchTotals.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BatchTotals batch. */
                batch: number;

                /** BatchTotals businessDate. */
                businessDate: string;

                /** BatchTotals epoch. */
                epoch: Uint8Array;

                /** BatchTotals sequence. */
                sequence: (number|Long);

                /** BatchTotals totals. */
                totals: tillpost.host.v1.Total.$Properties[];

                /** BatchTotals repeat. */
                repeat: boolean;

                /**
                 * Encodes the specified BatchTotals message. Does not implicitly {@link tillpost.host.v1.BatchTotals.verify|verify} messages.
                 * @param message BatchTotals message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.BatchTotals.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BatchTotals message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.BatchTotals & tillpost.host.v1.BatchTotals.$Shape} BatchTotals
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.BatchTotals & tillpost.host.v1.BatchTotals.$Shape;
            }

            namespace BatchTotals {

                /** Properties of a BatchTotals. */
                interface $Properties {

                    /** BatchTotals batch */
                    batch?: (number|null);

                    /** BatchTotals businessDate */
                    businessDate?: (string|null);

                    /** BatchTotals epoch */
                    epoch?: (Uint8Array|null);

                    /** BatchTotals sequence */
                    sequence?: (number|Long|null);

                    /** BatchTotals totals */
                    totals?: (tillpost.host.v1.Total.$Properties[]|null);

                    /** BatchTotals repeat */
                    repeat?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BatchTotals. */
                type $Shape = tillpost.host.v1.BatchTotals.$Properties;
            }

            /**
             * Properties of a BatchDetails.
             * @deprecated Use tillpost.host.v1.BatchDetails.$Properties instead.
             */
            interface IBatchDetails extends tillpost.host.v1.BatchDetails.$Properties {
            }

            /** Represents a BatchDetails. */
            class BatchDetails {

                /**
                 * Constructs a new BatchDetails.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.BatchDetails.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BatchDetails batch. */
                batch: number;

                /** BatchDetails epoch. */
                epoch: Uint8Array;

                /** BatchDetails page. */
                page: number;

                /** BatchDetails last. */
                last: boolean;

                /** BatchDetails details. */
                details: tillpost.host.v1.BatchDetail.$Properties[];

                /**
                 * Encodes the specified BatchDetails message. Does not implicitly {@link tillpost.host.v1.BatchDetails.verify|verify} messages.
                 * @param message BatchDetails message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.BatchDetails.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BatchDetails message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.BatchDetails & tillpost.host.v1.BatchDetails.$Shape} BatchDetails
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.BatchDetails & tillpost.host.v1.BatchDetails.$Shape;
            }

            namespace BatchDetails {

                /** Properties of a BatchDetails. */
                interface $Properties {

                    /** BatchDetails batch */
                    batch?: (number|null);

                    /** BatchDetails epoch */
                    epoch?: (Uint8Array|null);

                    /** BatchDetails page */
                    page?: (number|null);

                    /** BatchDetails last */
                    last?: (boolean|null);

                    /** BatchDetails details */
                    details?: (tillpost.host.v1.BatchDetail.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BatchDetails. */
                type $Shape = tillpost.host.v1.BatchDetails.$Properties;
            }

            /**
             * Properties of a BatchDetail.
             * @deprecated Use tillpost.host.v1.BatchDetail.$Properties instead.
             */
            interface IBatchDetail extends tillpost.host.v1.BatchDetail.$Properties {
            }

            /** Represents a BatchDetail. */
            class BatchDetail {

                /**
                 * Constructs a new BatchDetail.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.BatchDetail.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** BatchDetail key. */
                key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                /** BatchDetail type. */
                type: tillpost.host.v1.TotalType;

                /** BatchDetail money. */
                money?: (tillpost.host.v1.Money.$Properties|null);

                /**
                 * Encodes the specified BatchDetail message. Does not implicitly {@link tillpost.host.v1.BatchDetail.verify|verify} messages.
                 * @param message BatchDetail message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.BatchDetail.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a BatchDetail message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.BatchDetail & tillpost.host.v1.BatchDetail.$Shape} BatchDetail
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.BatchDetail & tillpost.host.v1.BatchDetail.$Shape;
            }

            namespace BatchDetail {

                /** Properties of a BatchDetail. */
                interface $Properties {

                    /** BatchDetail key */
                    key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                    /** BatchDetail type */
                    type?: (tillpost.host.v1.TotalType|null);

                    /** BatchDetail money */
                    money?: (tillpost.host.v1.Money.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a BatchDetail. */
                type $Shape = tillpost.host.v1.BatchDetail.$Properties;
            }

            /**
             * Properties of a SettlementAnswer.
             * @deprecated Use tillpost.host.v1.SettlementAnswer.$Properties instead.
             */
            interface ISettlementAnswer extends tillpost.host.v1.SettlementAnswer.$Properties {
            }

            /** Represents a SettlementAnswer. */
            class SettlementAnswer {

                /**
                 * Constructs a new SettlementAnswer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.SettlementAnswer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SettlementAnswer batch. */
                batch: number;

                /** SettlementAnswer epoch. */
                epoch: Uint8Array;

                /** SettlementAnswer page. */
                page: number;

                /** SettlementAnswer matched. */
                matched: boolean;

                /** SettlementAnswer totals. */
                totals: tillpost.host.v1.Total.$Properties[];

                /** SettlementAnswer differences. */
                differences: tillpost.host.v1.Difference.$Properties[];

                /** SettlementAnswer hostTimeMs. */
                hostTimeMs: (number|Long);

                /**
                 * Encodes the specified SettlementAnswer message. Does not implicitly {@link tillpost.host.v1.SettlementAnswer.verify|verify} messages.
                 * @param message SettlementAnswer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.SettlementAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SettlementAnswer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.SettlementAnswer & tillpost.host.v1.SettlementAnswer.$Shape} SettlementAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.SettlementAnswer & tillpost.host.v1.SettlementAnswer.$Shape;
            }

            namespace SettlementAnswer {

                /** Properties of a SettlementAnswer. */
                interface $Properties {

                    /** SettlementAnswer batch */
                    batch?: (number|null);

                    /** SettlementAnswer epoch */
                    epoch?: (Uint8Array|null);

                    /** SettlementAnswer page */
                    page?: (number|null);

                    /** SettlementAnswer matched */
                    matched?: (boolean|null);

                    /** SettlementAnswer totals */
                    totals?: (tillpost.host.v1.Total.$Properties[]|null);

                    /** SettlementAnswer differences */
                    differences?: (tillpost.host.v1.Difference.$Properties[]|null);

                    /** SettlementAnswer hostTimeMs */
                    hostTimeMs?: (number|Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SettlementAnswer. */
                type $Shape = tillpost.host.v1.SettlementAnswer.$Properties;
            }

            /** DifferenceKind enum. */
            enum DifferenceKind {

                /** DIFFERENCE_KIND_UNSPECIFIED value */
                DIFFERENCE_KIND_UNSPECIFIED = 0,

                /** MISSING_AT_TERMINAL value */
                MISSING_AT_TERMINAL = 1,

                /** MISSING_AT_HOST value */
                MISSING_AT_HOST = 2,

                /** AMOUNT_DIFFERS value */
                AMOUNT_DIFFERS = 3
            }

            /**
             * Properties of a Difference.
             * @deprecated Use tillpost.host.v1.Difference.$Properties instead.
             */
            interface IDifference extends tillpost.host.v1.Difference.$Properties {
            }

            /** Represents a Difference. */
            class Difference {

                /**
                 * Constructs a new Difference.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Difference.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Difference key. */
                key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                /** Difference kind. */
                kind: tillpost.host.v1.DifferenceKind;

                /** Difference type. */
                type: tillpost.host.v1.TotalType;

                /** Difference terminal. */
                terminal?: (tillpost.host.v1.Money.$Properties|null);

                /** Difference host. */
                host?: (tillpost.host.v1.Money.$Properties|null);

                /**
                 * Encodes the specified Difference message. Does not implicitly {@link tillpost.host.v1.Difference.verify|verify} messages.
                 * @param message Difference message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Difference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Difference message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Difference & tillpost.host.v1.Difference.$Shape} Difference
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Difference & tillpost.host.v1.Difference.$Shape;
            }

            namespace Difference {

                /** Properties of a Difference. */
                interface $Properties {

                    /** Difference key */
                    key?: (tillpost.host.v1.TransactionKey.$Properties|null);

                    /** Difference kind */
                    kind?: (tillpost.host.v1.DifferenceKind|null);

                    /** Difference type */
                    type?: (tillpost.host.v1.TotalType|null);

                    /** Difference terminal */
                    terminal?: (tillpost.host.v1.Money.$Properties|null);

                    /** Difference host */
                    host?: (tillpost.host.v1.Money.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Difference. */
                type $Shape = tillpost.host.v1.Difference.$Properties;
            }

            /**
             * Properties of a Command.
             * @deprecated Use tillpost.host.v1.Command.$Properties instead.
             */
            interface ICommand extends tillpost.host.v1.Command.$Properties {
            }

            /** Represents a Command. */
            class Command {

                /**
                 * Constructs a new Command.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Command.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Command counter. */
                counter: (number|Long);

                /** Command epoch. */
                epoch: Uint8Array;

                /** Command issuedAtMs. */
                issuedAtMs: (number|Long);

                /** Command setLimits. */
                setLimits?: (tillpost.host.v1.SetLimits.$Properties|null);

                /** Command closeBatch. */
                closeBatch?: (tillpost.host.v1.CloseBatch.$Properties|null);

                /** Command resend. */
                resend?: (tillpost.host.v1.Resend.$Properties|null);

                /** Command stopSales. */
                stopSales?: (tillpost.host.v1.StopSales.$Properties|null);

                /** Command resumeSales. */
                resumeSales?: (tillpost.host.v1.ResumeSales.$Properties|null);

                /** Command resetOfflineCounters. */
                resetOfflineCounters?: (tillpost.host.v1.ResetOfflineCounters.$Properties|null);

                /** Command announceKey. */
                announceKey?: (tillpost.host.v1.AnnounceKey.$Properties|null);

                /** Command order. */
                order?: ("setLimits"|"closeBatch"|"resend"|"stopSales"|"resumeSales"|"resetOfflineCounters"|"announceKey");

                /**
                 * Encodes the specified Command message. Does not implicitly {@link tillpost.host.v1.Command.verify|verify} messages.
                 * @param message Command message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Command message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Command & tillpost.host.v1.Command.$Shape} Command
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Command & tillpost.host.v1.Command.$Shape;
            }

            namespace Command {

                /** Properties of a Command. */
                interface $Properties {

                    /** Command counter */
                    counter?: (number|Long|null);

                    /** Command epoch */
                    epoch?: (Uint8Array|null);

                    /** Command issuedAtMs */
                    issuedAtMs?: (number|Long|null);

                    /** Command setLimits */
                    setLimits?: (tillpost.host.v1.SetLimits.$Properties|null);

                    /** Command closeBatch */
                    closeBatch?: (tillpost.host.v1.CloseBatch.$Properties|null);

                    /** Command resend */
                    resend?: (tillpost.host.v1.Resend.$Properties|null);

                    /** Command stopSales */
                    stopSales?: (tillpost.host.v1.StopSales.$Properties|null);

                    /** Command resumeSales */
                    resumeSales?: (tillpost.host.v1.ResumeSales.$Properties|null);

                    /** Command resetOfflineCounters */
                    resetOfflineCounters?: (tillpost.host.v1.ResetOfflineCounters.$Properties|null);

                    /** Command announceKey */
                    announceKey?: (tillpost.host.v1.AnnounceKey.$Properties|null);

                    /** Command order */
                    order?: ("setLimits"|"closeBatch"|"resend"|"stopSales"|"resumeSales"|"resetOfflineCounters"|"announceKey");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Command. */
                type $Shape = {
                  counter?: number|Long|null;
                  epoch?: Uint8Array|null;
                  issuedAtMs?: number|Long|null;
                  setLimits?: tillpost.host.v1.SetLimits.$Shape|null;
                  closeBatch?: tillpost.host.v1.CloseBatch.$Shape|null;
                  resend?: tillpost.host.v1.Resend.$Shape|null;
                  stopSales?: tillpost.host.v1.StopSales.$Shape|null;
                  resumeSales?: tillpost.host.v1.ResumeSales.$Shape|null;
                  resetOfflineCounters?: tillpost.host.v1.ResetOfflineCounters.$Shape|null;
                  announceKey?: tillpost.host.v1.AnnounceKey.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ order?: undefined; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "setLimits"; setLimits: tillpost.host.v1.SetLimits.$Shape; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "closeBatch"; setLimits?: null; closeBatch: tillpost.host.v1.CloseBatch.$Shape; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "resend"; setLimits?: null; closeBatch?: null; resend: tillpost.host.v1.Resend.$Shape; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "stopSales"; setLimits?: null; closeBatch?: null; resend?: null; stopSales: tillpost.host.v1.StopSales.$Shape; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "resumeSales"; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales: tillpost.host.v1.ResumeSales.$Shape; resetOfflineCounters?: null; announceKey?: null }|{ order?: "resetOfflineCounters"; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters: tillpost.host.v1.ResetOfflineCounters.$Shape; announceKey?: null }|{ order?: "announceKey"; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey: tillpost.host.v1.AnnounceKey.$Shape })
                );
            }

            /**
             * Properties of a SetLimits.
             * @deprecated Use tillpost.host.v1.SetLimits.$Properties instead.
             */
            interface ISetLimits extends tillpost.host.v1.SetLimits.$Properties {
            }

            /** Represents a SetLimits. */
            class SetLimits {

                /**
                 * Constructs a new SetLimits.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.SetLimits.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SetLimits entryMode. */
                entryMode: tillpost.host.v1.EntryMode;

                /** SetLimits currency. */
                currency: number;

                /** SetLimits allowed. */
                allowed?: (boolean|null);

                /** SetLimits ceiling. */
                ceiling?: (number|Long|null);

                /** SetLimits storedCount. */
                storedCount?: (number|null);

                /** SetLimits storedAmount. */
                storedAmount?: (number|Long|null);

                /** SetLimits oldestAgeMs. */
                oldestAgeMs?: (number|Long|null);

                /** SetLimits cardCount. */
                cardCount?: (number|null);

                /** SetLimits cardAmount. */
                cardAmount?: (number|Long|null);

                /**
                 * Encodes the specified SetLimits message. Does not implicitly {@link tillpost.host.v1.SetLimits.verify|verify} messages.
                 * @param message SetLimits message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.SetLimits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SetLimits message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.SetLimits & tillpost.host.v1.SetLimits.$Shape} SetLimits
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.SetLimits & tillpost.host.v1.SetLimits.$Shape;
            }

            namespace SetLimits {

                /** Properties of a SetLimits. */
                interface $Properties {

                    /** SetLimits entryMode */
                    entryMode?: (tillpost.host.v1.EntryMode|null);

                    /** SetLimits currency */
                    currency?: (number|null);

                    /** SetLimits allowed */
                    allowed?: (boolean|null);

                    /** SetLimits ceiling */
                    ceiling?: (number|Long|null);

                    /** SetLimits storedCount */
                    storedCount?: (number|null);

                    /** SetLimits storedAmount */
                    storedAmount?: (number|Long|null);

                    /** SetLimits oldestAgeMs */
                    oldestAgeMs?: (number|Long|null);

                    /** SetLimits cardCount */
                    cardCount?: (number|null);

                    /** SetLimits cardAmount */
                    cardAmount?: (number|Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SetLimits. */
                type $Shape = tillpost.host.v1.SetLimits.$Properties;
            }

            /**
             * Properties of a CloseBatch.
             * @deprecated Use tillpost.host.v1.CloseBatch.$Properties instead.
             */
            interface ICloseBatch extends tillpost.host.v1.CloseBatch.$Properties {
            }

            /** Represents a CloseBatch. */
            class CloseBatch {

                /**
                 * Constructs a new CloseBatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.CloseBatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified CloseBatch message. Does not implicitly {@link tillpost.host.v1.CloseBatch.verify|verify} messages.
                 * @param message CloseBatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.CloseBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CloseBatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.CloseBatch & tillpost.host.v1.CloseBatch.$Shape} CloseBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.CloseBatch & tillpost.host.v1.CloseBatch.$Shape;
            }

            namespace CloseBatch {

                /** Properties of a CloseBatch. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CloseBatch. */
                type $Shape = tillpost.host.v1.CloseBatch.$Properties;
            }

            /**
             * Properties of a Resend.
             * @deprecated Use tillpost.host.v1.Resend.$Properties instead.
             */
            interface IResend extends tillpost.host.v1.Resend.$Properties {
            }

            /** Represents a Resend. */
            class Resend {

                /**
                 * Constructs a new Resend.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.Resend.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Resend epoch. */
                epoch: Uint8Array;

                /** Resend afterSequence. */
                afterSequence: (number|Long);

                /** Resend afterTransaction. */
                afterTransaction: (number|Long);

                /**
                 * Encodes the specified Resend message. Does not implicitly {@link tillpost.host.v1.Resend.verify|verify} messages.
                 * @param message Resend message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.Resend.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Resend message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Resend & tillpost.host.v1.Resend.$Shape} Resend
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.Resend & tillpost.host.v1.Resend.$Shape;
            }

            namespace Resend {

                /** Properties of a Resend. */
                interface $Properties {

                    /** Resend epoch */
                    epoch?: (Uint8Array|null);

                    /** Resend afterSequence */
                    afterSequence?: (number|Long|null);

                    /** Resend afterTransaction */
                    afterTransaction?: (number|Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Resend. */
                type $Shape = tillpost.host.v1.Resend.$Properties;
            }

            /**
             * Properties of a StopSales.
             * @deprecated Use tillpost.host.v1.StopSales.$Properties instead.
             */
            interface IStopSales extends tillpost.host.v1.StopSales.$Properties {
            }

            /** Represents a StopSales. */
            class StopSales {

                /**
                 * Constructs a new StopSales.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.StopSales.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StopSales reason. */
                reason: string;

                /**
                 * Encodes the specified StopSales message. Does not implicitly {@link tillpost.host.v1.StopSales.verify|verify} messages.
                 * @param message StopSales message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.StopSales.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StopSales message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.StopSales & tillpost.host.v1.StopSales.$Shape} StopSales
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.StopSales & tillpost.host.v1.StopSales.$Shape;
            }

            namespace StopSales {

                /** Properties of a StopSales. */
                interface $Properties {

                    /** StopSales reason */
                    reason?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StopSales. */
                type $Shape = tillpost.host.v1.StopSales.$Properties;
            }

            /**
             * Properties of a ResumeSales.
             * @deprecated Use tillpost.host.v1.ResumeSales.$Properties instead.
             */
            interface IResumeSales extends tillpost.host.v1.ResumeSales.$Properties {
            }

            /** Represents a ResumeSales. */
            class ResumeSales {

                /**
                 * Constructs a new ResumeSales.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.ResumeSales.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified ResumeSales message. Does not implicitly {@link tillpost.host.v1.ResumeSales.verify|verify} messages.
                 * @param message ResumeSales message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.ResumeSales.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ResumeSales message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ResumeSales & tillpost.host.v1.ResumeSales.$Shape} ResumeSales
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.ResumeSales & tillpost.host.v1.ResumeSales.$Shape;
            }

            namespace ResumeSales {

                /** Properties of a ResumeSales. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ResumeSales. */
                type $Shape = tillpost.host.v1.ResumeSales.$Properties;
            }

            /**
             * Properties of a ResetOfflineCounters.
             * @deprecated Use tillpost.host.v1.ResetOfflineCounters.$Properties instead.
             */
            interface IResetOfflineCounters extends tillpost.host.v1.ResetOfflineCounters.$Properties {
            }

            /** Represents a ResetOfflineCounters. */
            class ResetOfflineCounters {

                /**
                 * Constructs a new ResetOfflineCounters.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.ResetOfflineCounters.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified ResetOfflineCounters message. Does not implicitly {@link tillpost.host.v1.ResetOfflineCounters.verify|verify} messages.
                 * @param message ResetOfflineCounters message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.ResetOfflineCounters.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ResetOfflineCounters message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ResetOfflineCounters & tillpost.host.v1.ResetOfflineCounters.$Shape} ResetOfflineCounters
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.ResetOfflineCounters & tillpost.host.v1.ResetOfflineCounters.$Shape;
            }

            namespace ResetOfflineCounters {

                /** Properties of a ResetOfflineCounters. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ResetOfflineCounters. */
                type $Shape = tillpost.host.v1.ResetOfflineCounters.$Properties;
            }

            /**
             * Properties of an AnnounceKey.
             * @deprecated Use tillpost.host.v1.AnnounceKey.$Properties instead.
             */
            interface IAnnounceKey extends tillpost.host.v1.AnnounceKey.$Properties {
            }

            /** Represents an AnnounceKey. */
            class AnnounceKey {

                /**
                 * Constructs a new AnnounceKey.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.AnnounceKey.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AnnounceKey fingerprint. */
                fingerprint: Uint8Array;

                /**
                 * Encodes the specified AnnounceKey message. Does not implicitly {@link tillpost.host.v1.AnnounceKey.verify|verify} messages.
                 * @param message AnnounceKey message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.AnnounceKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AnnounceKey message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.AnnounceKey & tillpost.host.v1.AnnounceKey.$Shape} AnnounceKey
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.AnnounceKey & tillpost.host.v1.AnnounceKey.$Shape;
            }

            namespace AnnounceKey {

                /** Properties of an AnnounceKey. */
                interface $Properties {

                    /** AnnounceKey fingerprint */
                    fingerprint?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AnnounceKey. */
                type $Shape = tillpost.host.v1.AnnounceKey.$Properties;
            }

            /** CommandOutcome enum. */
            enum CommandOutcome {

                /** COMMAND_OUTCOME_UNSPECIFIED value */
                COMMAND_OUTCOME_UNSPECIFIED = 0,

                /** DONE value */
                DONE = 1,

                /** REFUSED value */
                REFUSED = 2,

                /** REPLAYED value */
                REPLAYED = 3
            }

            /**
             * Properties of a CommandResult.
             * @deprecated Use tillpost.host.v1.CommandResult.$Properties instead.
             */
            interface ICommandResult extends tillpost.host.v1.CommandResult.$Properties {
            }

            /** Represents a CommandResult. */
            class CommandResult {

                /**
                 * Constructs a new CommandResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.host.v1.CommandResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CommandResult counter. */
                counter: (number|Long);

                /** CommandResult outcome. */
                outcome: tillpost.host.v1.CommandOutcome;

                /** CommandResult text. */
                text: string;

                /**
                 * Encodes the specified CommandResult message. Does not implicitly {@link tillpost.host.v1.CommandResult.verify|verify} messages.
                 * @param message CommandResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.host.v1.CommandResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CommandResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.CommandResult & tillpost.host.v1.CommandResult.$Shape} CommandResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.host.v1.CommandResult & tillpost.host.v1.CommandResult.$Shape;
            }

            namespace CommandResult {

                /** Properties of a CommandResult. */
                interface $Properties {

                    /** CommandResult counter */
                    counter?: (number|Long|null);

                    /** CommandResult outcome */
                    outcome?: (tillpost.host.v1.CommandOutcome|null);

                    /** CommandResult text */
                    text?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CommandResult. */
                type $Shape = tillpost.host.v1.CommandResult.$Properties;
            }
        }
    }
}
