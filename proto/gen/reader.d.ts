import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace tillpost. */
export namespace tillpost {

    /** Namespace reader. */
    namespace reader {

        /** Namespace v1. */
        namespace v1 {

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

            /** Stage enum. */
            enum Stage {

                /** STAGE_UNSPECIFIED value */
                STAGE_UNSPECIFIED = 0,

                /** UNKNOWN_KEY value */
                UNKNOWN_KEY = 1,

                /** WAITING_CARD value */
                WAITING_CARD = 2,

                /** CARD_READ value */
                CARD_READ = 3,

                /** FINAL_TC value */
                FINAL_TC = 4,

                /** FINAL_AAC value */
                FINAL_AAC = 5,

                /** SHOWN_APPROVED value */
                SHOWN_APPROVED = 6,

                /** SHOWN_DECLINED value */
                SHOWN_DECLINED = 7,

                /** ENDED_CANCELLED value */
                ENDED_CANCELLED = 8,

                /** ENDED_TIMEOUT value */
                ENDED_TIMEOUT = 9
            }

            /** CompleteOutcome enum. */
            enum CompleteOutcome {

                /** COMPLETE_OUTCOME_UNSPECIFIED value */
                COMPLETE_OUTCOME_UNSPECIFIED = 0,

                /** APPROVED value */
                APPROVED = 1,

                /** DECLINED value */
                DECLINED = 2,

                /** CANCELLED value */
                CANCELLED = 3
            }

            /**
             * Properties of a Start.
             * @deprecated Use tillpost.reader.v1.Start.$Properties instead.
             */
            interface IStart extends tillpost.reader.v1.Start.$Properties {
            }

            /** Represents a Start. */
            class Start {

                /**
                 * Constructs a new Start.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Start.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Start key. */
                key: Uint8Array;

                /** Start amount. */
                amount: (number|Long);

                /** Start currency. */
                currency: number;

                /** Start exponent. */
                exponent: number;

                /** Start type. */
                type: tillpost.reader.v1.TransactionType;

                /** Start timeoutMs. */
                timeoutMs: number;

                /**
                 * Encodes the specified Start message. Does not implicitly {@link tillpost.reader.v1.Start.verify|verify} messages.
                 * @param message Start message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Start.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Start message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Start & tillpost.reader.v1.Start.$Shape} Start
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Start & tillpost.reader.v1.Start.$Shape;
            }

            namespace Start {

                /** Properties of a Start. */
                interface $Properties {

                    /** Start key */
                    key?: (Uint8Array|null);

                    /** Start amount */
                    amount?: (number|Long|null);

                    /** Start currency */
                    currency?: (number|null);

                    /** Start exponent */
                    exponent?: (number|null);

                    /** Start type */
                    type?: (tillpost.reader.v1.TransactionType|null);

                    /** Start timeoutMs */
                    timeoutMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Start. */
                type $Shape = tillpost.reader.v1.Start.$Properties;
            }

            /**
             * Properties of a ContinueOnline.
             * @deprecated Use tillpost.reader.v1.ContinueOnline.$Properties instead.
             */
            interface IContinueOnline extends tillpost.reader.v1.ContinueOnline.$Properties {
            }

            /** Represents a ContinueOnline. */
            class ContinueOnline {

                /**
                 * Constructs a new ContinueOnline.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.ContinueOnline.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ContinueOnline key. */
                key: Uint8Array;

                /** ContinueOnline responseCode. */
                responseCode: string;

                /** ContinueOnline arpc. */
                arpc: Uint8Array;

                /**
                 * Encodes the specified ContinueOnline message. Does not implicitly {@link tillpost.reader.v1.ContinueOnline.verify|verify} messages.
                 * @param message ContinueOnline message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.ContinueOnline.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ContinueOnline message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.ContinueOnline & tillpost.reader.v1.ContinueOnline.$Shape} ContinueOnline
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.ContinueOnline & tillpost.reader.v1.ContinueOnline.$Shape;
            }

            namespace ContinueOnline {

                /** Properties of a ContinueOnline. */
                interface $Properties {

                    /** ContinueOnline key */
                    key?: (Uint8Array|null);

                    /** ContinueOnline responseCode */
                    responseCode?: (string|null);

                    /** ContinueOnline arpc */
                    arpc?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ContinueOnline. */
                type $Shape = tillpost.reader.v1.ContinueOnline.$Properties;
            }

            /**
             * Properties of an UnableOnline.
             * @deprecated Use tillpost.reader.v1.UnableOnline.$Properties instead.
             */
            interface IUnableOnline extends tillpost.reader.v1.UnableOnline.$Properties {
            }

            /** Represents an UnableOnline. */
            class UnableOnline {

                /**
                 * Constructs a new UnableOnline.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.UnableOnline.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UnableOnline key. */
                key: Uint8Array;

                /**
                 * Encodes the specified UnableOnline message. Does not implicitly {@link tillpost.reader.v1.UnableOnline.verify|verify} messages.
                 * @param message UnableOnline message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.UnableOnline.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UnableOnline message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.UnableOnline & tillpost.reader.v1.UnableOnline.$Shape} UnableOnline
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.UnableOnline & tillpost.reader.v1.UnableOnline.$Shape;
            }

            namespace UnableOnline {

                /** Properties of an UnableOnline. */
                interface $Properties {

                    /** UnableOnline key */
                    key?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UnableOnline. */
                type $Shape = tillpost.reader.v1.UnableOnline.$Properties;
            }

            /**
             * Properties of a Complete.
             * @deprecated Use tillpost.reader.v1.Complete.$Properties instead.
             */
            interface IComplete extends tillpost.reader.v1.Complete.$Properties {
            }

            /** Represents a Complete. */
            class Complete {

                /**
                 * Constructs a new Complete.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Complete.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Complete key. */
                key: Uint8Array;

                /** Complete outcome. */
                outcome: tillpost.reader.v1.CompleteOutcome;

                /** Complete text. */
                text: string;

                /** Complete deferred. */
                deferred: boolean;

                /**
                 * Encodes the specified Complete message. Does not implicitly {@link tillpost.reader.v1.Complete.verify|verify} messages.
                 * @param message Complete message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Complete.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Complete message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Complete & tillpost.reader.v1.Complete.$Shape} Complete
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Complete & tillpost.reader.v1.Complete.$Shape;
            }

            namespace Complete {

                /** Properties of a Complete. */
                interface $Properties {

                    /** Complete key */
                    key?: (Uint8Array|null);

                    /** Complete outcome */
                    outcome?: (tillpost.reader.v1.CompleteOutcome|null);

                    /** Complete text */
                    text?: (string|null);

                    /** Complete deferred */
                    deferred?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Complete. */
                type $Shape = tillpost.reader.v1.Complete.$Properties;
            }

            /**
             * Properties of a Confirm.
             * @deprecated Use tillpost.reader.v1.Confirm.$Properties instead.
             */
            interface IConfirm extends tillpost.reader.v1.Confirm.$Properties {
            }

            /** Represents a Confirm. */
            class Confirm {

                /**
                 * Constructs a new Confirm.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Confirm.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Confirm key. */
                key: Uint8Array;

                /**
                 * Encodes the specified Confirm message. Does not implicitly {@link tillpost.reader.v1.Confirm.verify|verify} messages.
                 * @param message Confirm message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Confirm.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Confirm message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Confirm & tillpost.reader.v1.Confirm.$Shape} Confirm
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Confirm & tillpost.reader.v1.Confirm.$Shape;
            }

            namespace Confirm {

                /** Properties of a Confirm. */
                interface $Properties {

                    /** Confirm key */
                    key?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Confirm. */
                type $Shape = tillpost.reader.v1.Confirm.$Properties;
            }

            /**
             * Properties of a Cancel.
             * @deprecated Use tillpost.reader.v1.Cancel.$Properties instead.
             */
            interface ICancel extends tillpost.reader.v1.Cancel.$Properties {
            }

            /** Represents a Cancel. */
            class Cancel {

                /**
                 * Constructs a new Cancel.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Cancel.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Cancel key. */
                key: Uint8Array;

                /**
                 * Encodes the specified Cancel message. Does not implicitly {@link tillpost.reader.v1.Cancel.verify|verify} messages.
                 * @param message Cancel message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Cancel.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Cancel message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Cancel & tillpost.reader.v1.Cancel.$Shape} Cancel
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Cancel & tillpost.reader.v1.Cancel.$Shape;
            }

            namespace Cancel {

                /** Properties of a Cancel. */
                interface $Properties {

                    /** Cancel key */
                    key?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Cancel. */
                type $Shape = tillpost.reader.v1.Cancel.$Properties;
            }

            /**
             * Properties of a GetResult.
             * @deprecated Use tillpost.reader.v1.GetResult.$Properties instead.
             */
            interface IGetResult extends tillpost.reader.v1.GetResult.$Properties {
            }

            /** Represents a GetResult. */
            class GetResult {

                /**
                 * Constructs a new GetResult.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.GetResult.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetResult key. */
                key: Uint8Array;

                /**
                 * Encodes the specified GetResult message. Does not implicitly {@link tillpost.reader.v1.GetResult.verify|verify} messages.
                 * @param message GetResult message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.GetResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetResult message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.GetResult & tillpost.reader.v1.GetResult.$Shape} GetResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.GetResult & tillpost.reader.v1.GetResult.$Shape;
            }

            namespace GetResult {

                /** Properties of a GetResult. */
                interface $Properties {

                    /** GetResult key */
                    key?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetResult. */
                type $Shape = tillpost.reader.v1.GetResult.$Properties;
            }

            /**
             * Properties of a Ping.
             * @deprecated Use tillpost.reader.v1.Ping.$Properties instead.
             */
            interface IPing extends tillpost.reader.v1.Ping.$Properties {
            }

            /** Represents a Ping. */
            class Ping {

                /**
                 * Constructs a new Ping.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Ping.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified Ping message. Does not implicitly {@link tillpost.reader.v1.Ping.verify|verify} messages.
                 * @param message Ping message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Ping message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Ping & tillpost.reader.v1.Ping.$Shape} Ping
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Ping & tillpost.reader.v1.Ping.$Shape;
            }

            namespace Ping {

                /** Properties of a Ping. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Ping. */
                type $Shape = tillpost.reader.v1.Ping.$Properties;
            }

            /**
             * Properties of a GetInfo.
             * @deprecated Use tillpost.reader.v1.GetInfo.$Properties instead.
             */
            interface IGetInfo extends tillpost.reader.v1.GetInfo.$Properties {
            }

            /** Represents a GetInfo. */
            class GetInfo {

                /**
                 * Constructs a new GetInfo.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.GetInfo.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified GetInfo message. Does not implicitly {@link tillpost.reader.v1.GetInfo.verify|verify} messages.
                 * @param message GetInfo message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.GetInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetInfo message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.GetInfo & tillpost.reader.v1.GetInfo.$Shape} GetInfo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.GetInfo & tillpost.reader.v1.GetInfo.$Shape;
            }

            namespace GetInfo {

                /** Properties of a GetInfo. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetInfo. */
                type $Shape = tillpost.reader.v1.GetInfo.$Properties;
            }

            /**
             * Properties of a SelfTest.
             * @deprecated Use tillpost.reader.v1.SelfTest.$Properties instead.
             */
            interface ISelfTest extends tillpost.reader.v1.SelfTest.$Properties {
            }

            /** Represents a SelfTest. */
            class SelfTest {

                /**
                 * Constructs a new SelfTest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.SelfTest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified SelfTest message. Does not implicitly {@link tillpost.reader.v1.SelfTest.verify|verify} messages.
                 * @param message SelfTest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.SelfTest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SelfTest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.SelfTest & tillpost.reader.v1.SelfTest.$Shape} SelfTest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.SelfTest & tillpost.reader.v1.SelfTest.$Shape;
            }

            namespace SelfTest {

                /** Properties of a SelfTest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SelfTest. */
                type $Shape = tillpost.reader.v1.SelfTest.$Properties;
            }

            /**
             * Properties of a Display.
             * @deprecated Use tillpost.reader.v1.Display.$Properties instead.
             */
            interface IDisplay extends tillpost.reader.v1.Display.$Properties {
            }

            /** Represents a Display. */
            class Display {

                /**
                 * Constructs a new Display.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Display.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Display text. */
                text: string;

                /**
                 * Encodes the specified Display message. Does not implicitly {@link tillpost.reader.v1.Display.verify|verify} messages.
                 * @param message Display message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Display.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Display message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Display & tillpost.reader.v1.Display.$Shape} Display
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Display & tillpost.reader.v1.Display.$Shape;
            }

            namespace Display {

                /** Properties of a Display. */
                interface $Properties {

                    /** Display text */
                    text?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Display. */
                type $Shape = tillpost.reader.v1.Display.$Properties;
            }

            /**
             * Properties of a Beep.
             * @deprecated Use tillpost.reader.v1.Beep.$Properties instead.
             */
            interface IBeep extends tillpost.reader.v1.Beep.$Properties {
            }

            /** Represents a Beep. */
            class Beep {

                /**
                 * Constructs a new Beep.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Beep.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Beep count. */
                count: number;

                /**
                 * Encodes the specified Beep message. Does not implicitly {@link tillpost.reader.v1.Beep.verify|verify} messages.
                 * @param message Beep message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Beep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Beep message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Beep & tillpost.reader.v1.Beep.$Shape} Beep
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Beep & tillpost.reader.v1.Beep.$Shape;
            }

            namespace Beep {

                /** Properties of a Beep. */
                interface $Properties {

                    /** Beep count */
                    count?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Beep. */
                type $Shape = tillpost.reader.v1.Beep.$Properties;
            }

            /**
             * Properties of an AgentMessage.
             * @deprecated Use tillpost.reader.v1.AgentMessage.$Properties instead.
             */
            interface IAgentMessage extends tillpost.reader.v1.AgentMessage.$Properties {
            }

            /** Represents an AgentMessage. */
            class AgentMessage {

                /**
                 * Constructs a new AgentMessage.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.AgentMessage.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AgentMessage start. */
                start?: (tillpost.reader.v1.Start.$Properties|null);

                /** AgentMessage continueOnline. */
                continueOnline?: (tillpost.reader.v1.ContinueOnline.$Properties|null);

                /** AgentMessage unableOnline. */
                unableOnline?: (tillpost.reader.v1.UnableOnline.$Properties|null);

                /** AgentMessage complete. */
                complete?: (tillpost.reader.v1.Complete.$Properties|null);

                /** AgentMessage confirm. */
                confirm?: (tillpost.reader.v1.Confirm.$Properties|null);

                /** AgentMessage cancel. */
                cancel?: (tillpost.reader.v1.Cancel.$Properties|null);

                /** AgentMessage getResult. */
                getResult?: (tillpost.reader.v1.GetResult.$Properties|null);

                /** AgentMessage ping. */
                ping?: (tillpost.reader.v1.Ping.$Properties|null);

                /** AgentMessage getInfo. */
                getInfo?: (tillpost.reader.v1.GetInfo.$Properties|null);

                /** AgentMessage selfTest. */
                selfTest?: (tillpost.reader.v1.SelfTest.$Properties|null);

                /** AgentMessage display. */
                display?: (tillpost.reader.v1.Display.$Properties|null);

                /** AgentMessage beep. */
                beep?: (tillpost.reader.v1.Beep.$Properties|null);

                /** AgentMessage content. */
                content?: ("start"|"continueOnline"|"unableOnline"|"complete"|"confirm"|"cancel"|"getResult"|"ping"|"getInfo"|"selfTest"|"display"|"beep");

                /**
                 * Encodes the specified AgentMessage message. Does not implicitly {@link tillpost.reader.v1.AgentMessage.verify|verify} messages.
                 * @param message AgentMessage message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AgentMessage message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.AgentMessage & tillpost.reader.v1.AgentMessage.$Shape} AgentMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.AgentMessage & tillpost.reader.v1.AgentMessage.$Shape;
            }

            namespace AgentMessage {

                /** Properties of an AgentMessage. */
                interface $Properties {

                    /** AgentMessage start */
                    start?: (tillpost.reader.v1.Start.$Properties|null);

                    /** AgentMessage continueOnline */
                    continueOnline?: (tillpost.reader.v1.ContinueOnline.$Properties|null);

                    /** AgentMessage unableOnline */
                    unableOnline?: (tillpost.reader.v1.UnableOnline.$Properties|null);

                    /** AgentMessage complete */
                    complete?: (tillpost.reader.v1.Complete.$Properties|null);

                    /** AgentMessage confirm */
                    confirm?: (tillpost.reader.v1.Confirm.$Properties|null);

                    /** AgentMessage cancel */
                    cancel?: (tillpost.reader.v1.Cancel.$Properties|null);

                    /** AgentMessage getResult */
                    getResult?: (tillpost.reader.v1.GetResult.$Properties|null);

                    /** AgentMessage ping */
                    ping?: (tillpost.reader.v1.Ping.$Properties|null);

                    /** AgentMessage getInfo */
                    getInfo?: (tillpost.reader.v1.GetInfo.$Properties|null);

                    /** AgentMessage selfTest */
                    selfTest?: (tillpost.reader.v1.SelfTest.$Properties|null);

                    /** AgentMessage display */
                    display?: (tillpost.reader.v1.Display.$Properties|null);

                    /** AgentMessage beep */
                    beep?: (tillpost.reader.v1.Beep.$Properties|null);

                    /** AgentMessage content */
                    content?: ("start"|"continueOnline"|"unableOnline"|"complete"|"confirm"|"cancel"|"getResult"|"ping"|"getInfo"|"selfTest"|"display"|"beep");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an AgentMessage. */
                type $Shape = {
                  start?: tillpost.reader.v1.Start.$Shape|null;
                  continueOnline?: tillpost.reader.v1.ContinueOnline.$Shape|null;
                  unableOnline?: tillpost.reader.v1.UnableOnline.$Shape|null;
                  complete?: tillpost.reader.v1.Complete.$Shape|null;
                  confirm?: tillpost.reader.v1.Confirm.$Shape|null;
                  cancel?: tillpost.reader.v1.Cancel.$Shape|null;
                  getResult?: tillpost.reader.v1.GetResult.$Shape|null;
                  ping?: tillpost.reader.v1.Ping.$Shape|null;
                  getInfo?: tillpost.reader.v1.GetInfo.$Shape|null;
                  selfTest?: tillpost.reader.v1.SelfTest.$Shape|null;
                  display?: tillpost.reader.v1.Display.$Shape|null;
                  beep?: tillpost.reader.v1.Beep.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ content?: undefined; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "start"; start: tillpost.reader.v1.Start.$Shape; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "continueOnline"; start?: null; continueOnline: tillpost.reader.v1.ContinueOnline.$Shape; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "unableOnline"; start?: null; continueOnline?: null; unableOnline: tillpost.reader.v1.UnableOnline.$Shape; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "complete"; start?: null; continueOnline?: null; unableOnline?: null; complete: tillpost.reader.v1.Complete.$Shape; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "confirm"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm: tillpost.reader.v1.Confirm.$Shape; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "cancel"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel: tillpost.reader.v1.Cancel.$Shape; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "getResult"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult: tillpost.reader.v1.GetResult.$Shape; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "ping"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping: tillpost.reader.v1.Ping.$Shape; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "getInfo"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo: tillpost.reader.v1.GetInfo.$Shape; selfTest?: null; display?: null; beep?: null }|{ content?: "selfTest"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest: tillpost.reader.v1.SelfTest.$Shape; display?: null; beep?: null }|{ content?: "display"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display: tillpost.reader.v1.Display.$Shape; beep?: null }|{ content?: "beep"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep: tillpost.reader.v1.Beep.$Shape })
                );
            }

            /**
             * Properties of a Card.
             * @deprecated Use tillpost.reader.v1.Card.$Properties instead.
             */
            interface ICard extends tillpost.reader.v1.Card.$Properties {
            }

            /** Represents a Card. */
            class Card {

                /**
                 * Constructs a new Card.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Card.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Card key. */
                key: Uint8Array;

                /** Card entryMode. */
                entryMode: tillpost.reader.v1.EntryMode;

                /** Card maskedPan. */
                maskedPan: string;

                /** Card token. */
                token: Uint8Array;

                /** Card encrypted. */
                encrypted: boolean;

                /** Card ciphertext. */
                ciphertext: Uint8Array;

                /** Card ksn. */
                ksn: Uint8Array;

                /** Card scheme. */
                scheme: string;

                /** Card tlv. */
                tlv: Uint8Array;

                /** Card cryptogram. */
                cryptogram: tillpost.reader.v1.Cryptogram;

                /** Card onlinePin. */
                onlinePin: boolean;

                /** Card amount. */
                amount: (number|Long);

                /** Card currency. */
                currency: number;

                /** Card type. */
                type: tillpost.reader.v1.TransactionType;

                /** Card singleCryptogram. */
                singleCryptogram: boolean;

                /**
                 * Encodes the specified Card message. Does not implicitly {@link tillpost.reader.v1.Card.verify|verify} messages.
                 * @param message Card message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Card.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Card message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Card & tillpost.reader.v1.Card.$Shape} Card
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Card & tillpost.reader.v1.Card.$Shape;
            }

            namespace Card {

                /** Properties of a Card. */
                interface $Properties {

                    /** Card key */
                    key?: (Uint8Array|null);

                    /** Card entryMode */
                    entryMode?: (tillpost.reader.v1.EntryMode|null);

                    /** Card maskedPan */
                    maskedPan?: (string|null);

                    /** Card token */
                    token?: (Uint8Array|null);

                    /** Card encrypted */
                    encrypted?: (boolean|null);

                    /** Card ciphertext */
                    ciphertext?: (Uint8Array|null);

                    /** Card ksn */
                    ksn?: (Uint8Array|null);

                    /** Card scheme */
                    scheme?: (string|null);

                    /** Card tlv */
                    tlv?: (Uint8Array|null);

                    /** Card cryptogram */
                    cryptogram?: (tillpost.reader.v1.Cryptogram|null);

                    /** Card onlinePin */
                    onlinePin?: (boolean|null);

                    /** Card amount */
                    amount?: (number|Long|null);

                    /** Card currency */
                    currency?: (number|null);

                    /** Card type */
                    type?: (tillpost.reader.v1.TransactionType|null);

                    /** Card singleCryptogram */
                    singleCryptogram?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Card. */
                type $Shape = tillpost.reader.v1.Card.$Properties;
            }

            /**
             * Properties of a Final.
             * @deprecated Use tillpost.reader.v1.Final.$Properties instead.
             */
            interface IFinal extends tillpost.reader.v1.Final.$Properties {
            }

            /** Represents a Final. */
            class Final {

                /**
                 * Constructs a new Final.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Final.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Final key. */
                key: Uint8Array;

                /** Final cryptogram. */
                cryptogram: tillpost.reader.v1.Cryptogram;

                /** Final tlv. */
                tlv: Uint8Array;

                /**
                 * Encodes the specified Final message. Does not implicitly {@link tillpost.reader.v1.Final.verify|verify} messages.
                 * @param message Final message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Final.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Final message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Final & tillpost.reader.v1.Final.$Shape} Final
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Final & tillpost.reader.v1.Final.$Shape;
            }

            namespace Final {

                /** Properties of a Final. */
                interface $Properties {

                    /** Final key */
                    key?: (Uint8Array|null);

                    /** Final cryptogram */
                    cryptogram?: (tillpost.reader.v1.Cryptogram|null);

                    /** Final tlv */
                    tlv?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Final. */
                type $Shape = tillpost.reader.v1.Final.$Properties;
            }

            /**
             * Properties of a Result.
             * @deprecated Use tillpost.reader.v1.Result.$Properties instead.
             */
            interface IResult extends tillpost.reader.v1.Result.$Properties {
            }

            /** Represents a Result. */
            class Result {

                /**
                 * Constructs a new Result.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Result.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Result key. */
                key: Uint8Array;

                /** Result stage. */
                stage: tillpost.reader.v1.Stage;

                /** Result card. */
                card?: (tillpost.reader.v1.Card.$Properties|null);

                /** Result final. */
                final?: (tillpost.reader.v1.Final.$Properties|null);

                /**
                 * Encodes the specified Result message. Does not implicitly {@link tillpost.reader.v1.Result.verify|verify} messages.
                 * @param message Result message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Result.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Result message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Result & tillpost.reader.v1.Result.$Shape} Result
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Result & tillpost.reader.v1.Result.$Shape;
            }

            namespace Result {

                /** Properties of a Result. */
                interface $Properties {

                    /** Result key */
                    key?: (Uint8Array|null);

                    /** Result stage */
                    stage?: (tillpost.reader.v1.Stage|null);

                    /** Result card */
                    card?: (tillpost.reader.v1.Card.$Properties|null);

                    /** Result final */
                    final?: (tillpost.reader.v1.Final.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Result. */
                type $Shape = tillpost.reader.v1.Result.$Properties;
            }

            /**
             * Properties of a Keepalive.
             * @deprecated Use tillpost.reader.v1.Keepalive.$Properties instead.
             */
            interface IKeepalive extends tillpost.reader.v1.Keepalive.$Properties {
            }

            /** Represents a Keepalive. */
            class Keepalive {

                /**
                 * Constructs a new Keepalive.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Keepalive.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Keepalive stage. */
                stage: tillpost.reader.v1.Stage;

                /**
                 * Encodes the specified Keepalive message. Does not implicitly {@link tillpost.reader.v1.Keepalive.verify|verify} messages.
                 * @param message Keepalive message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Keepalive.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Keepalive message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Keepalive & tillpost.reader.v1.Keepalive.$Shape} Keepalive
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Keepalive & tillpost.reader.v1.Keepalive.$Shape;
            }

            namespace Keepalive {

                /** Properties of a Keepalive. */
                interface $Properties {

                    /** Keepalive stage */
                    stage?: (tillpost.reader.v1.Stage|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Keepalive. */
                type $Shape = tillpost.reader.v1.Keepalive.$Properties;
            }

            /**
             * Properties of an Info.
             * @deprecated Use tillpost.reader.v1.Info.$Properties instead.
             */
            interface IInfo extends tillpost.reader.v1.Info.$Properties {
            }

            /** Represents an Info. */
            class Info {

                /**
                 * Constructs a new Info.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Info.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Info serialNumber. */
                serialNumber: string;

                /** Info firmware. */
                firmware: string;

                /** Info uptimeS. */
                uptimeS: number;

                /**
                 * Encodes the specified Info message. Does not implicitly {@link tillpost.reader.v1.Info.verify|verify} messages.
                 * @param message Info message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Info.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Info message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Info & tillpost.reader.v1.Info.$Shape} Info
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Info & tillpost.reader.v1.Info.$Shape;
            }

            namespace Info {

                /** Properties of an Info. */
                interface $Properties {

                    /** Info serialNumber */
                    serialNumber?: (string|null);

                    /** Info firmware */
                    firmware?: (string|null);

                    /** Info uptimeS */
                    uptimeS?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Info. */
                type $Shape = tillpost.reader.v1.Info.$Properties;
            }

            /**
             * Properties of a TestReport.
             * @deprecated Use tillpost.reader.v1.TestReport.$Properties instead.
             */
            interface ITestReport extends tillpost.reader.v1.TestReport.$Properties {
            }

            /** Represents a TestReport. */
            class TestReport {

                /**
                 * Constructs a new TestReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.TestReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TestReport passed. */
                passed: boolean;

                /** TestReport text. */
                text: string;

                /**
                 * Encodes the specified TestReport message. Does not implicitly {@link tillpost.reader.v1.TestReport.verify|verify} messages.
                 * @param message TestReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.TestReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TestReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.TestReport & tillpost.reader.v1.TestReport.$Shape} TestReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.TestReport & tillpost.reader.v1.TestReport.$Shape;
            }

            namespace TestReport {

                /** Properties of a TestReport. */
                interface $Properties {

                    /** TestReport passed */
                    passed?: (boolean|null);

                    /** TestReport text */
                    text?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TestReport. */
                type $Shape = tillpost.reader.v1.TestReport.$Properties;
            }

            /**
             * Properties of an UiEvent.
             * @deprecated Use tillpost.reader.v1.UiEvent.$Properties instead.
             */
            interface IUiEvent extends tillpost.reader.v1.UiEvent.$Properties {
            }

            /** Represents an UiEvent. */
            class UiEvent {

                /**
                 * Constructs a new UiEvent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.UiEvent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UiEvent text. */
                text: string;

                /**
                 * Encodes the specified UiEvent message. Does not implicitly {@link tillpost.reader.v1.UiEvent.verify|verify} messages.
                 * @param message UiEvent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.UiEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UiEvent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.UiEvent & tillpost.reader.v1.UiEvent.$Shape} UiEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.UiEvent & tillpost.reader.v1.UiEvent.$Shape;
            }

            namespace UiEvent {

                /** Properties of an UiEvent. */
                interface $Properties {

                    /** UiEvent text */
                    text?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UiEvent. */
                type $Shape = tillpost.reader.v1.UiEvent.$Properties;
            }

            /**
             * Properties of a Tamper.
             * @deprecated Use tillpost.reader.v1.Tamper.$Properties instead.
             */
            interface ITamper extends tillpost.reader.v1.Tamper.$Properties {
            }

            /** Represents a Tamper. */
            class Tamper {

                /**
                 * Constructs a new Tamper.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Tamper.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Tamper text. */
                text: string;

                /**
                 * Encodes the specified Tamper message. Does not implicitly {@link tillpost.reader.v1.Tamper.verify|verify} messages.
                 * @param message Tamper message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Tamper.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Tamper message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Tamper & tillpost.reader.v1.Tamper.$Shape} Tamper
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Tamper & tillpost.reader.v1.Tamper.$Shape;
            }

            namespace Tamper {

                /** Properties of a Tamper. */
                interface $Properties {

                    /** Tamper text */
                    text?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Tamper. */
                type $Shape = tillpost.reader.v1.Tamper.$Properties;
            }

            /** ErrorCode enum. */
            enum ErrorCode {

                /** ERROR_CODE_UNSPECIFIED value */
                ERROR_CODE_UNSPECIFIED = 0,

                /** BUSY value */
                BUSY = 1,

                /** CARD_PULLED value */
                CARD_PULLED = 2,

                /** CARD_UNREADABLE value */
                CARD_UNREADABLE = 3,

                /** KEYS_EXHAUSTED value */
                KEYS_EXHAUSTED = 4,

                /** WRONG_KEY value */
                WRONG_KEY = 5,

                /** WRONG_STAGE value */
                WRONG_STAGE = 6,

                /** BAD_VALUE value */
                BAD_VALUE = 7
            }

            /**
             * Properties of an Error.
             * @deprecated Use tillpost.reader.v1.Error.$Properties instead.
             */
            interface IError extends tillpost.reader.v1.Error.$Properties {
            }

            /** Represents an Error. */
            class Error {

                /**
                 * Constructs a new Error.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.Error.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Error key. */
                key: Uint8Array;

                /** Error code. */
                code: tillpost.reader.v1.ErrorCode;

                /** Error text. */
                text: string;

                /**
                 * Encodes the specified Error message. Does not implicitly {@link tillpost.reader.v1.Error.verify|verify} messages.
                 * @param message Error message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.Error.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Error message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Error & tillpost.reader.v1.Error.$Shape} Error
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.Error & tillpost.reader.v1.Error.$Shape;
            }

            namespace Error {

                /** Properties of an Error. */
                interface $Properties {

                    /** Error key */
                    key?: (Uint8Array|null);

                    /** Error code */
                    code?: (tillpost.reader.v1.ErrorCode|null);

                    /** Error text */
                    text?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Error. */
                type $Shape = tillpost.reader.v1.Error.$Properties;
            }

            /**
             * Properties of a ReaderMessage.
             * @deprecated Use tillpost.reader.v1.ReaderMessage.$Properties instead.
             */
            interface IReaderMessage extends tillpost.reader.v1.ReaderMessage.$Properties {
            }

            /** Represents a ReaderMessage. */
            class ReaderMessage {

                /**
                 * Constructs a new ReaderMessage.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tillpost.reader.v1.ReaderMessage.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReaderMessage card. */
                card?: (tillpost.reader.v1.Card.$Properties|null);

                /** ReaderMessage final. */
                final?: (tillpost.reader.v1.Final.$Properties|null);

                /** ReaderMessage result. */
                result?: (tillpost.reader.v1.Result.$Properties|null);

                /** ReaderMessage keepalive. */
                keepalive?: (tillpost.reader.v1.Keepalive.$Properties|null);

                /** ReaderMessage info. */
                info?: (tillpost.reader.v1.Info.$Properties|null);

                /** ReaderMessage testReport. */
                testReport?: (tillpost.reader.v1.TestReport.$Properties|null);

                /** ReaderMessage uiEvent. */
                uiEvent?: (tillpost.reader.v1.UiEvent.$Properties|null);

                /** ReaderMessage tamper. */
                tamper?: (tillpost.reader.v1.Tamper.$Properties|null);

                /** ReaderMessage error. */
                error?: (tillpost.reader.v1.Error.$Properties|null);

                /** ReaderMessage content. */
                content?: ("card"|"final"|"result"|"keepalive"|"info"|"testReport"|"uiEvent"|"tamper"|"error");

                /**
                 * Encodes the specified ReaderMessage message. Does not implicitly {@link tillpost.reader.v1.ReaderMessage.verify|verify} messages.
                 * @param message ReaderMessage message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tillpost.reader.v1.ReaderMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReaderMessage message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.ReaderMessage & tillpost.reader.v1.ReaderMessage.$Shape} ReaderMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tillpost.reader.v1.ReaderMessage & tillpost.reader.v1.ReaderMessage.$Shape;
            }

            namespace ReaderMessage {

                /** Properties of a ReaderMessage. */
                interface $Properties {

                    /** ReaderMessage card */
                    card?: (tillpost.reader.v1.Card.$Properties|null);

                    /** ReaderMessage final */
                    final?: (tillpost.reader.v1.Final.$Properties|null);

                    /** ReaderMessage result */
                    result?: (tillpost.reader.v1.Result.$Properties|null);

                    /** ReaderMessage keepalive */
                    keepalive?: (tillpost.reader.v1.Keepalive.$Properties|null);

                    /** ReaderMessage info */
                    info?: (tillpost.reader.v1.Info.$Properties|null);

                    /** ReaderMessage testReport */
                    testReport?: (tillpost.reader.v1.TestReport.$Properties|null);

                    /** ReaderMessage uiEvent */
                    uiEvent?: (tillpost.reader.v1.UiEvent.$Properties|null);

                    /** ReaderMessage tamper */
                    tamper?: (tillpost.reader.v1.Tamper.$Properties|null);

                    /** ReaderMessage error */
                    error?: (tillpost.reader.v1.Error.$Properties|null);

                    /** ReaderMessage content */
                    content?: ("card"|"final"|"result"|"keepalive"|"info"|"testReport"|"uiEvent"|"tamper"|"error");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a ReaderMessage. */
                type $Shape = {
                  card?: tillpost.reader.v1.Card.$Shape|null;
                  final?: tillpost.reader.v1.Final.$Shape|null;
                  result?: tillpost.reader.v1.Result.$Shape|null;
                  keepalive?: tillpost.reader.v1.Keepalive.$Shape|null;
                  info?: tillpost.reader.v1.Info.$Shape|null;
                  testReport?: tillpost.reader.v1.TestReport.$Shape|null;
                  uiEvent?: tillpost.reader.v1.UiEvent.$Shape|null;
                  tamper?: tillpost.reader.v1.Tamper.$Shape|null;
                  error?: tillpost.reader.v1.Error.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ content?: undefined; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "card"; card: tillpost.reader.v1.Card.$Shape; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "final"; card?: null; final: tillpost.reader.v1.Final.$Shape; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "result"; card?: null; final?: null; result: tillpost.reader.v1.Result.$Shape; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "keepalive"; card?: null; final?: null; result?: null; keepalive: tillpost.reader.v1.Keepalive.$Shape; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "info"; card?: null; final?: null; result?: null; keepalive?: null; info: tillpost.reader.v1.Info.$Shape; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "testReport"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport: tillpost.reader.v1.TestReport.$Shape; uiEvent?: null; tamper?: null; error?: null }|{ content?: "uiEvent"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent: tillpost.reader.v1.UiEvent.$Shape; tamper?: null; error?: null }|{ content?: "tamper"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper: tillpost.reader.v1.Tamper.$Shape; error?: null }|{ content?: "error"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error: tillpost.reader.v1.Error.$Shape })
                );
            }
        }
    }
}
