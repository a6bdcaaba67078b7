/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["tillpost_reader"] || ($protobuf.roots["tillpost_reader"] = {});

export const tillpost = $root.tillpost = (() => {

    /**
     * Namespace tillpost.
     * @exports tillpost
     * @namespace
     */
    const tillpost = {};

    tillpost.reader = (function() {

        /**
         * Namespace reader.
         * @memberof tillpost
         * @namespace
         */
        const reader = {};

        reader.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof tillpost.reader
             * @namespace
             */
            const v1 = {};

            /**
             * TransactionType enum.
             * @name tillpost.reader.v1.TransactionType
             * @enum {number}
             * @property {number} TRANSACTION_TYPE_UNSPECIFIED=0 TRANSACTION_TYPE_UNSPECIFIED value
             * @property {number} SALE=1 SALE value
             * @property {number} REFUND=2 REFUND value
             */
            v1.TransactionType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "TRANSACTION_TYPE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "SALE"] = 1;
                values[valuesById[2] = "REFUND"] = 2;
                return values;
            })();

            /**
             * EntryMode enum.
             * @name tillpost.reader.v1.EntryMode
             * @enum {number}
             * @property {number} ENTRY_MODE_UNSPECIFIED=0 ENTRY_MODE_UNSPECIFIED value
             * @property {number} CONTACTLESS=1 CONTACTLESS value
             * @property {number} CHIP=2 CHIP value
             * @property {number} MAGSTRIPE=3 MAGSTRIPE value
             * @property {number} FALLBACK=4 FALLBACK value
             * @property {number} MANUAL=5 MANUAL value
             */
            v1.EntryMode = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ENTRY_MODE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "CONTACTLESS"] = 1;
                values[valuesById[2] = "CHIP"] = 2;
                values[valuesById[3] = "MAGSTRIPE"] = 3;
                values[valuesById[4] = "FALLBACK"] = 4;
                values[valuesById[5] = "MANUAL"] = 5;
                return values;
            })();

            /**
             * Cryptogram enum.
             * @name tillpost.reader.v1.Cryptogram
             * @enum {number}
             * @property {number} CRYPTOGRAM_UNSPECIFIED=0 CRYPTOGRAM_UNSPECIFIED value
             * @property {number} TC=1 TC value
             * @property {number} ARQC=2 ARQC value
             * @property {number} AAC=3 AAC value
             * @property {number} NONE=4 NONE value
             */
            v1.Cryptogram = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CRYPTOGRAM_UNSPECIFIED"] = 0;
                values[valuesById[1] = "TC"] = 1;
                values[valuesById[2] = "ARQC"] = 2;
                values[valuesById[3] = "AAC"] = 3;
                values[valuesById[4] = "NONE"] = 4;
                return values;
            })();

            /**
             * Stage enum.
             * @name tillpost.reader.v1.Stage
             * @enum {number}
             * @property {number} STAGE_UNSPECIFIED=0 STAGE_UNSPECIFIED value
             * @property {number} UNKNOWN_KEY=1 UNKNOWN_KEY value
             * @property {number} WAITING_CARD=2 WAITING_CARD value
             * @property {number} CARD_READ=3 CARD_READ value
             * @property {number} FINAL_TC=4 FINAL_TC value
             * @property {number} FINAL_AAC=5 FINAL_AAC value
             * @property {number} SHOWN_APPROVED=6 SHOWN_APPROVED value
             * @property {number} SHOWN_DECLINED=7 SHOWN_DECLINED value
             * @property {number} ENDED_CANCELLED=8 ENDED_CANCELLED value
             * @property {number} ENDED_TIMEOUT=9 ENDED_TIMEOUT value
             */
            v1.Stage = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STAGE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "UNKNOWN_KEY"] = 1;
                values[valuesById[2] = "WAITING_CARD"] = 2;
                values[valuesById[3] = "CARD_READ"] = 3;
                values[valuesById[4] = "FINAL_TC"] = 4;
                values[valuesById[5] = "FINAL_AAC"] = 5;
                values[valuesById[6] = "SHOWN_APPROVED"] = 6;
                values[valuesById[7] = "SHOWN_DECLINED"] = 7;
                values[valuesById[8] = "ENDED_CANCELLED"] = 8;
                values[valuesById[9] = "ENDED_TIMEOUT"] = 9;
                return values;
            })();

            /**
             * CompleteOutcome enum.
             * @name tillpost.reader.v1.CompleteOutcome
             * @enum {number}
             * @property {number} COMPLETE_OUTCOME_UNSPECIFIED=0 COMPLETE_OUTCOME_UNSPECIFIED value
             * @property {number} APPROVED=1 APPROVED value
             * @property {number} DECLINED=2 DECLINED value
             * @property {number} CANCELLED=3 CANCELLED value
             */
            v1.CompleteOutcome = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "COMPLETE_OUTCOME_UNSPECIFIED"] = 0;
                values[valuesById[1] = "APPROVED"] = 1;
                values[valuesById[2] = "DECLINED"] = 2;
                values[valuesById[3] = "CANCELLED"] = 3;
                return values;
            })();

            v1.Start = (function() {

                /**
                 * Properties of a Start.
                 * @typedef {Object} tillpost.reader.v1.Start.$Properties
                 * @property {Uint8Array|null} [key] Start key
                 * @property {number|Long|null} [amount] Start amount
                 * @property {number|null} [currency] Start currency
                 * @property {number|null} [exponent] Start exponent
                 * @property {tillpost.reader.v1.TransactionType|null} [type] Start type
                 * @property {number|null} [timeoutMs] Start timeoutMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Start.
                 * @memberof tillpost.reader.v1
                 * @interface IStart
                 * @augments tillpost.reader.v1.Start.$Properties
                 * @deprecated Use tillpost.reader.v1.Start.$Properties instead.
                 */

                /**
                 * Shape of a Start.
                 * @typedef {tillpost.reader.v1.Start.$Properties} tillpost.reader.v1.Start.$Shape
                 */

                /**
                 * Constructs a new Start.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Start.
                 * @constructor
                 * @param {tillpost.reader.v1.Start.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Start = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Start key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Start
                 * @instance
                 */
                Start.prototype.key = $util.newBuffer([]);

                /**
                 * Start amount.
                 * @member {number|Long} amount
                 * @memberof tillpost.reader.v1.Start
                 * @instance
                 */
                Start.prototype.amount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Start currency.
                 * @member {number} currency
                 * @memberof tillpost.reader.v1.Start
                 * @instance
                 */
                Start.prototype.currency = 0;

                /**
                 * Start exponent.
                 * @member {number} exponent
                 * @memberof tillpost.reader.v1.Start
                 * @instance
                 */
                Start.prototype.exponent = 0;

                /**
                 * Start type.
                 * @member {tillpost.reader.v1.TransactionType} type
                 * @memberof tillpost.reader.v1.Start
                 * @instance
                 */
                Start.prototype.type = 0;

                /**
                 * Start timeoutMs.
                 * @member {number} timeoutMs
                 * @memberof tillpost.reader.v1.Start
                 * @instance
                 */
                Start.prototype.timeoutMs = 0;

                /**
                 * Encodes the specified Start message. Does not implicitly {@link tillpost.reader.v1.Start.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Start
                 * @static
                 * @param {tillpost.reader.v1.Start.$Properties} message Start message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Start.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.amount != null && $Object.hasOwnProperty.call(message, "amount") && (typeof message.amount === "object" ? message.amount.low || message.amount.high : message.amount !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.amount);
                    if (message.currency != null && $Object.hasOwnProperty.call(message, "currency") && message.currency !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.currency);
                    if (message.exponent != null && $Object.hasOwnProperty.call(message, "exponent") && message.exponent !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.exponent);
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 5, wireType 0 =*/40).int32(message.type);
                    if (message.timeoutMs != null && $Object.hasOwnProperty.call(message, "timeoutMs") && message.timeoutMs !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.timeoutMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Start message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Start
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Start & tillpost.reader.v1.Start.$Shape} Start
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Start.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Start();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.amount = value;
                                else
                                    delete message.amount;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.currency = value;
                                else
                                    delete message.currency;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.exponent = value;
                                else
                                    delete message.exponent;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.timeoutMs = value;
                                else
                                    delete message.timeoutMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Start;
            })();

            v1.ContinueOnline = (function() {

                /**
                 * Properties of a ContinueOnline.
                 * @typedef {Object} tillpost.reader.v1.ContinueOnline.$Properties
                 * @property {Uint8Array|null} [key] ContinueOnline key
                 * @property {string|null} [responseCode] ContinueOnline responseCode
                 * @property {Uint8Array|null} [arpc] ContinueOnline arpc
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ContinueOnline.
                 * @memberof tillpost.reader.v1
                 * @interface IContinueOnline
                 * @augments tillpost.reader.v1.ContinueOnline.$Properties
                 * @deprecated Use tillpost.reader.v1.ContinueOnline.$Properties instead.
                 */

                /**
                 * Shape of a ContinueOnline.
                 * @typedef {tillpost.reader.v1.ContinueOnline.$Properties} tillpost.reader.v1.ContinueOnline.$Shape
                 */

                /**
                 * Constructs a new ContinueOnline.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a ContinueOnline.
                 * @constructor
                 * @param {tillpost.reader.v1.ContinueOnline.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ContinueOnline = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ContinueOnline key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.ContinueOnline
                 * @instance
                 */
                ContinueOnline.prototype.key = $util.newBuffer([]);

                /**
                 * ContinueOnline responseCode.
                 * @member {string} responseCode
                 * @memberof tillpost.reader.v1.ContinueOnline
                 * @instance
                 */
                ContinueOnline.prototype.responseCode = "";

                /**
                 * ContinueOnline arpc.
                 * @member {Uint8Array} arpc
                 * @memberof tillpost.reader.v1.ContinueOnline
                 * @instance
                 */
                ContinueOnline.prototype.arpc = $util.newBuffer([]);

                /**
                 * Encodes the specified ContinueOnline message. Does not implicitly {@link tillpost.reader.v1.ContinueOnline.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.ContinueOnline
                 * @static
                 * @param {tillpost.reader.v1.ContinueOnline.$Properties} message ContinueOnline message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ContinueOnline.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.responseCode != null && $Object.hasOwnProperty.call(message, "responseCode") && message.responseCode !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.responseCode);
                    if (message.arpc != null && $Object.hasOwnProperty.call(message, "arpc") && message.arpc.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.arpc);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ContinueOnline message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.ContinueOnline
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.ContinueOnline & tillpost.reader.v1.ContinueOnline.$Shape} ContinueOnline
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ContinueOnline.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.ContinueOnline();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.responseCode = value;
                                else
                                    delete message.responseCode;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.arpc = value;
                                else
                                    delete message.arpc;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ContinueOnline;
            })();

            v1.UnableOnline = (function() {

                /**
                 * Properties of an UnableOnline.
                 * @typedef {Object} tillpost.reader.v1.UnableOnline.$Properties
                 * @property {Uint8Array|null} [key] UnableOnline key
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an UnableOnline.
                 * @memberof tillpost.reader.v1
                 * @interface IUnableOnline
                 * @augments tillpost.reader.v1.UnableOnline.$Properties
                 * @deprecated Use tillpost.reader.v1.UnableOnline.$Properties instead.
                 */

                /**
                 * Shape of an UnableOnline.
                 * @typedef {tillpost.reader.v1.UnableOnline.$Properties} tillpost.reader.v1.UnableOnline.$Shape
                 */

                /**
                 * Constructs a new UnableOnline.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents an UnableOnline.
                 * @constructor
                 * @param {tillpost.reader.v1.UnableOnline.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const UnableOnline = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * UnableOnline key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.UnableOnline
                 * @instance
                 */
                UnableOnline.prototype.key = $util.newBuffer([]);

                /**
                 * Encodes the specified UnableOnline message. Does not implicitly {@link tillpost.reader.v1.UnableOnline.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.UnableOnline
                 * @static
                 * @param {tillpost.reader.v1.UnableOnline.$Properties} message UnableOnline message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                UnableOnline.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an UnableOnline message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.UnableOnline
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.UnableOnline & tillpost.reader.v1.UnableOnline.$Shape} UnableOnline
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                UnableOnline.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.UnableOnline();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return UnableOnline;
            })();

            v1.Complete = (function() {

                /**
                 * Properties of a Complete.
                 * @typedef {Object} tillpost.reader.v1.Complete.$Properties
                 * @property {Uint8Array|null} [key] Complete key
                 * @property {tillpost.reader.v1.CompleteOutcome|null} [outcome] Complete outcome
                 * @property {string|null} [text] Complete text
                 * @property {boolean|null} [deferred] Complete deferred
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Complete.
                 * @memberof tillpost.reader.v1
                 * @interface IComplete
                 * @augments tillpost.reader.v1.Complete.$Properties
                 * @deprecated Use tillpost.reader.v1.Complete.$Properties instead.
                 */

                /**
                 * Shape of a Complete.
                 * @typedef {tillpost.reader.v1.Complete.$Properties} tillpost.reader.v1.Complete.$Shape
                 */

                /**
                 * Constructs a new Complete.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Complete.
                 * @constructor
                 * @param {tillpost.reader.v1.Complete.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Complete = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Complete key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Complete
                 * @instance
                 */
                Complete.prototype.key = $util.newBuffer([]);

                /**
                 * Complete outcome.
                 * @member {tillpost.reader.v1.CompleteOutcome} outcome
                 * @memberof tillpost.reader.v1.Complete
                 * @instance
                 */
                Complete.prototype.outcome = 0;

                /**
                 * Complete text.
                 * @member {string} text
                 * @memberof tillpost.reader.v1.Complete
                 * @instance
                 */
                Complete.prototype.text = "";

                /**
                 * Complete deferred.
                 * @member {boolean} deferred
                 * @memberof tillpost.reader.v1.Complete
                 * @instance
                 */
                Complete.prototype.deferred = false;

                /**
                 * Encodes the specified Complete message. Does not implicitly {@link tillpost.reader.v1.Complete.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Complete
                 * @static
                 * @param {tillpost.reader.v1.Complete.$Properties} message Complete message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Complete.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.outcome);
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.text);
                    if (message.deferred != null && $Object.hasOwnProperty.call(message, "deferred") && message.deferred !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.deferred);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Complete message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Complete
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Complete & tillpost.reader.v1.Complete.$Shape} Complete
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Complete.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Complete();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.outcome = value;
                                else
                                    delete message.outcome;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.text = value;
                                else
                                    delete message.text;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.deferred = value;
                                else
                                    delete message.deferred;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Complete;
            })();

            v1.Confirm = (function() {

                /**
                 * Properties of a Confirm.
                 * @typedef {Object} tillpost.reader.v1.Confirm.$Properties
                 * @property {Uint8Array|null} [key] Confirm key
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Confirm.
                 * @memberof tillpost.reader.v1
                 * @interface IConfirm
                 * @augments tillpost.reader.v1.Confirm.$Properties
                 * @deprecated Use tillpost.reader.v1.Confirm.$Properties instead.
                 */

                /**
                 * Shape of a Confirm.
                 * @typedef {tillpost.reader.v1.Confirm.$Properties} tillpost.reader.v1.Confirm.$Shape
                 */

                /**
                 * Constructs a new Confirm.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Confirm.
                 * @constructor
                 * @param {tillpost.reader.v1.Confirm.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Confirm = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Confirm key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Confirm
                 * @instance
                 */
                Confirm.prototype.key = $util.newBuffer([]);

                /**
                 * Encodes the specified Confirm message. Does not implicitly {@link tillpost.reader.v1.Confirm.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Confirm
                 * @static
                 * @param {tillpost.reader.v1.Confirm.$Properties} message Confirm message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Confirm.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Confirm message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Confirm
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Confirm & tillpost.reader.v1.Confirm.$Shape} Confirm
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Confirm.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Confirm();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Confirm;
            })();

            v1.Cancel = (function() {

                /**
                 * Properties of a Cancel.
                 * @typedef {Object} tillpost.reader.v1.Cancel.$Properties
                 * @property {Uint8Array|null} [key] Cancel key
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Cancel.
                 * @memberof tillpost.reader.v1
                 * @interface ICancel
                 * @augments tillpost.reader.v1.Cancel.$Properties
                 * @deprecated Use tillpost.reader.v1.Cancel.$Properties instead.
                 */

                /**
                 * Shape of a Cancel.
                 * @typedef {tillpost.reader.v1.Cancel.$Properties} tillpost.reader.v1.Cancel.$Shape
                 */

                /**
                 * Constructs a new Cancel.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Cancel.
                 * @constructor
                 * @param {tillpost.reader.v1.Cancel.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Cancel = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Cancel key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Cancel
                 * @instance
                 */
                Cancel.prototype.key = $util.newBuffer([]);

                /**
                 * Encodes the specified Cancel message. Does not implicitly {@link tillpost.reader.v1.Cancel.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Cancel
                 * @static
                 * @param {tillpost.reader.v1.Cancel.$Properties} message Cancel message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Cancel.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Cancel message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Cancel
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Cancel & tillpost.reader.v1.Cancel.$Shape} Cancel
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Cancel.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Cancel();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Cancel;
            })();

            v1.GetResult = (function() {

                /**
                 * Properties of a GetResult.
                 * @typedef {Object} tillpost.reader.v1.GetResult.$Properties
                 * @property {Uint8Array|null} [key] GetResult key
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GetResult.
                 * @memberof tillpost.reader.v1
                 * @interface IGetResult
                 * @augments tillpost.reader.v1.GetResult.$Properties
                 * @deprecated Use tillpost.reader.v1.GetResult.$Properties instead.
                 */

                /**
                 * Shape of a GetResult.
                 * @typedef {tillpost.reader.v1.GetResult.$Properties} tillpost.reader.v1.GetResult.$Shape
                 */

                /**
                 * Constructs a new GetResult.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a GetResult.
                 * @constructor
                 * @param {tillpost.reader.v1.GetResult.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GetResult = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GetResult key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.GetResult
                 * @instance
                 */
                GetResult.prototype.key = $util.newBuffer([]);

                /**
                 * Encodes the specified GetResult message. Does not implicitly {@link tillpost.reader.v1.GetResult.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.GetResult
                 * @static
                 * @param {tillpost.reader.v1.GetResult.$Properties} message GetResult message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GetResult.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GetResult message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.GetResult
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.GetResult & tillpost.reader.v1.GetResult.$Shape} GetResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GetResult.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.GetResult();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return GetResult;
            })();

            v1.Ping = (function() {

                /**
                 * Properties of a Ping.
                 * @typedef {Object} tillpost.reader.v1.Ping.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Ping.
                 * @memberof tillpost.reader.v1
                 * @interface IPing
                 * @augments tillpost.reader.v1.Ping.$Properties
                 * @deprecated Use tillpost.reader.v1.Ping.$Properties instead.
                 */

                /**
                 * Shape of a Ping.
                 * @typedef {tillpost.reader.v1.Ping.$Properties} tillpost.reader.v1.Ping.$Shape
                 */

                /**
                 * Constructs a new Ping.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Ping.
                 * @constructor
                 * @param {tillpost.reader.v1.Ping.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Ping = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Encodes the specified Ping message. Does not implicitly {@link tillpost.reader.v1.Ping.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Ping
                 * @static
                 * @param {tillpost.reader.v1.Ping.$Properties} message Ping message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Ping.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Ping message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Ping
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Ping & tillpost.reader.v1.Ping.$Shape} Ping
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Ping.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Ping();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Ping;
            })();

            v1.GetInfo = (function() {

                /**
                 * Properties of a GetInfo.
                 * @typedef {Object} tillpost.reader.v1.GetInfo.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GetInfo.
                 * @memberof tillpost.reader.v1
                 * @interface IGetInfo
                 * @augments tillpost.reader.v1.GetInfo.$Properties
                 * @deprecated Use tillpost.reader.v1.GetInfo.$Properties instead.
                 */

                /**
                 * Shape of a GetInfo.
                 * @typedef {tillpost.reader.v1.GetInfo.$Properties} tillpost.reader.v1.GetInfo.$Shape
                 */

                /**
                 * Constructs a new GetInfo.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a GetInfo.
                 * @constructor
                 * @param {tillpost.reader.v1.GetInfo.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GetInfo = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Encodes the specified GetInfo message. Does not implicitly {@link tillpost.reader.v1.GetInfo.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.GetInfo
                 * @static
                 * @param {tillpost.reader.v1.GetInfo.$Properties} message GetInfo message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GetInfo.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GetInfo message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.GetInfo
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.GetInfo & tillpost.reader.v1.GetInfo.$Shape} GetInfo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GetInfo.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.GetInfo();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return GetInfo;
            })();

            v1.SelfTest = (function() {

                /**
                 * Properties of a SelfTest.
                 * @typedef {Object} tillpost.reader.v1.SelfTest.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SelfTest.
                 * @memberof tillpost.reader.v1
                 * @interface ISelfTest
                 * @augments tillpost.reader.v1.SelfTest.$Properties
                 * @deprecated Use tillpost.reader.v1.SelfTest.$Properties instead.
                 */

                /**
                 * Shape of a SelfTest.
                 * @typedef {tillpost.reader.v1.SelfTest.$Properties} tillpost.reader.v1.SelfTest.$Shape
                 */

                /**
                 * Constructs a new SelfTest.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a SelfTest.
                 * @constructor
                 * @param {tillpost.reader.v1.SelfTest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SelfTest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Encodes the specified SelfTest message. Does not implicitly {@link tillpost.reader.v1.SelfTest.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.SelfTest
                 * @static
                 * @param {tillpost.reader.v1.SelfTest.$Properties} message SelfTest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SelfTest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SelfTest message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.SelfTest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.SelfTest & tillpost.reader.v1.SelfTest.$Shape} SelfTest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SelfTest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.SelfTest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return SelfTest;
            })();

            v1.Display = (function() {

                /**
                 * Properties of a Display.
                 * @typedef {Object} tillpost.reader.v1.Display.$Properties
                 * @property {string|null} [text] Display text
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Display.
                 * @memberof tillpost.reader.v1
                 * @interface IDisplay
                 * @augments tillpost.reader.v1.Display.$Properties
                 * @deprecated Use tillpost.reader.v1.Display.$Properties instead.
                 */

                /**
                 * Shape of a Display.
                 * @typedef {tillpost.reader.v1.Display.$Properties} tillpost.reader.v1.Display.$Shape
                 */

                /**
                 * Constructs a new Display.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Display.
                 * @constructor
                 * @param {tillpost.reader.v1.Display.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Display = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Display text.
                 * @member {string} text
                 * @memberof tillpost.reader.v1.Display
                 * @instance
                 */
                Display.prototype.text = "";

                /**
                 * Encodes the specified Display message. Does not implicitly {@link tillpost.reader.v1.Display.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Display
                 * @static
                 * @param {tillpost.reader.v1.Display.$Properties} message Display message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Display.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.text);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Display message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Display
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Display & tillpost.reader.v1.Display.$Shape} Display
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Display.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Display();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.text = value;
                                else
                                    delete message.text;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Display;
            })();

            v1.Beep = (function() {

                /**
                 * Properties of a Beep.
                 * @typedef {Object} tillpost.reader.v1.Beep.$Properties
                 * @property {number|null} [count] Beep count
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Beep.
                 * @memberof tillpost.reader.v1
                 * @interface IBeep
                 * @augments tillpost.reader.v1.Beep.$Properties
                 * @deprecated Use tillpost.reader.v1.Beep.$Properties instead.
                 */

                /**
                 * Shape of a Beep.
                 * @typedef {tillpost.reader.v1.Beep.$Properties} tillpost.reader.v1.Beep.$Shape
                 */

                /**
                 * Constructs a new Beep.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Beep.
                 * @constructor
                 * @param {tillpost.reader.v1.Beep.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Beep = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Beep count.
                 * @member {number} count
                 * @memberof tillpost.reader.v1.Beep
                 * @instance
                 */
                Beep.prototype.count = 0;

                /**
                 * Encodes the specified Beep message. Does not implicitly {@link tillpost.reader.v1.Beep.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Beep
                 * @static
                 * @param {tillpost.reader.v1.Beep.$Properties} message Beep message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Beep.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.count);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Beep message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Beep
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Beep & tillpost.reader.v1.Beep.$Shape} Beep
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Beep.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Beep();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.count = value;
                                else
                                    delete message.count;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Beep;
            })();

            v1.AgentMessage = (function() {

                /**
                 * Properties of an AgentMessage.
                 * @typedef {Object} tillpost.reader.v1.AgentMessage.$Properties
                 * @property {tillpost.reader.v1.Start.$Properties|null} [start] AgentMessage start
                 * @property {tillpost.reader.v1.ContinueOnline.$Properties|null} [continueOnline] AgentMessage continueOnline
                 * @property {tillpost.reader.v1.UnableOnline.$Properties|null} [unableOnline] AgentMessage unableOnline
                 * @property {tillpost.reader.v1.Complete.$Properties|null} [complete] AgentMessage complete
                 * @property {tillpost.reader.v1.Confirm.$Properties|null} [confirm] AgentMessage confirm
                 * @property {tillpost.reader.v1.Cancel.$Properties|null} [cancel] AgentMessage cancel
                 * @property {tillpost.reader.v1.GetResult.$Properties|null} [getResult] AgentMessage getResult
                 * @property {tillpost.reader.v1.Ping.$Properties|null} [ping] AgentMessage ping
                 * @property {tillpost.reader.v1.GetInfo.$Properties|null} [getInfo] AgentMessage getInfo
                 * @property {tillpost.reader.v1.SelfTest.$Properties|null} [selfTest] AgentMessage selfTest
                 * @property {tillpost.reader.v1.Display.$Properties|null} [display] AgentMessage display
                 * @property {tillpost.reader.v1.Beep.$Properties|null} [beep] AgentMessage beep
                 * @property {"start"|"continueOnline"|"unableOnline"|"complete"|"confirm"|"cancel"|"getResult"|"ping"|"getInfo"|"selfTest"|"display"|"beep"} [content] AgentMessage content
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AgentMessage.
                 * @memberof tillpost.reader.v1
                 * @interface IAgentMessage
                 * @augments tillpost.reader.v1.AgentMessage.$Properties
                 * @deprecated Use tillpost.reader.v1.AgentMessage.$Properties instead.
                 */

                /**
                 * Narrowed shape of an AgentMessage.
                 * @typedef {{
                 *   start?: tillpost.reader.v1.Start.$Shape|null;
                 *   continueOnline?: tillpost.reader.v1.ContinueOnline.$Shape|null;
                 *   unableOnline?: tillpost.reader.v1.UnableOnline.$Shape|null;
                 *   complete?: tillpost.reader.v1.Complete.$Shape|null;
                 *   confirm?: tillpost.reader.v1.Confirm.$Shape|null;
                 *   cancel?: tillpost.reader.v1.Cancel.$Shape|null;
                 *   getResult?: tillpost.reader.v1.GetResult.$Shape|null;
                 *   ping?: tillpost.reader.v1.Ping.$Shape|null;
                 *   getInfo?: tillpost.reader.v1.GetInfo.$Shape|null;
                 *   selfTest?: tillpost.reader.v1.SelfTest.$Shape|null;
                 *   display?: tillpost.reader.v1.Display.$Shape|null;
                 *   beep?: tillpost.reader.v1.Beep.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ content?: undefined; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "start"; start: tillpost.reader.v1.Start.$Shape; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "continueOnline"; start?: null; continueOnline: tillpost.reader.v1.ContinueOnline.$Shape; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "unableOnline"; start?: null; continueOnline?: null; unableOnline: tillpost.reader.v1.UnableOnline.$Shape; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "complete"; start?: null; continueOnline?: null; unableOnline?: null; complete: tillpost.reader.v1.Complete.$Shape; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "confirm"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm: tillpost.reader.v1.Confirm.$Shape; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "cancel"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel: tillpost.reader.v1.Cancel.$Shape; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "getResult"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult: tillpost.reader.v1.GetResult.$Shape; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "ping"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping: tillpost.reader.v1.Ping.$Shape; getInfo?: null; selfTest?: null; display?: null; beep?: null }|{ content?: "getInfo"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo: tillpost.reader.v1.GetInfo.$Shape; selfTest?: null; display?: null; beep?: null }|{ content?: "selfTest"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest: tillpost.reader.v1.SelfTest.$Shape; display?: null; beep?: null }|{ content?: "display"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display: tillpost.reader.v1.Display.$Shape; beep?: null }|{ content?: "beep"; start?: null; continueOnline?: null; unableOnline?: null; complete?: null; confirm?: null; cancel?: null; getResult?: null; ping?: null; getInfo?: null; selfTest?: null; display?: null; beep: tillpost.reader.v1.Beep.$Shape })
                 * )} tillpost.reader.v1.AgentMessage.$Shape
                 */

                /**
                 * Constructs a new AgentMessage.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents an AgentMessage.
                 * @constructor
                 * @param {tillpost.reader.v1.AgentMessage.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AgentMessage = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AgentMessage start.
                 * @member {tillpost.reader.v1.Start.$Properties|null|undefined} start
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.start = null;

                /**
                 * AgentMessage continueOnline.
                 * @member {tillpost.reader.v1.ContinueOnline.$Properties|null|undefined} continueOnline
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.continueOnline = null;

                /**
                 * AgentMessage unableOnline.
                 * @member {tillpost.reader.v1.UnableOnline.$Properties|null|undefined} unableOnline
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.unableOnline = null;

                /**
                 * AgentMessage complete.
                 * @member {tillpost.reader.v1.Complete.$Properties|null|undefined} complete
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.complete = null;

                /**
                 * AgentMessage confirm.
                 * @member {tillpost.reader.v1.Confirm.$Properties|null|undefined} confirm
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.confirm = null;

                /**
                 * AgentMessage cancel.
                 * @member {tillpost.reader.v1.Cancel.$Properties|null|undefined} cancel
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.cancel = null;

                /**
                 * AgentMessage getResult.
                 * @member {tillpost.reader.v1.GetResult.$Properties|null|undefined} getResult
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.getResult = null;

                /**
                 * AgentMessage ping.
                 * @member {tillpost.reader.v1.Ping.$Properties|null|undefined} ping
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.ping = null;

                /**
                 * AgentMessage getInfo.
                 * @member {tillpost.reader.v1.GetInfo.$Properties|null|undefined} getInfo
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.getInfo = null;

                /**
                 * AgentMessage selfTest.
                 * @member {tillpost.reader.v1.SelfTest.$Properties|null|undefined} selfTest
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.selfTest = null;

                /**
                 * AgentMessage display.
                 * @member {tillpost.reader.v1.Display.$Properties|null|undefined} display
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.display = null;

                /**
                 * AgentMessage beep.
                 * @member {tillpost.reader.v1.Beep.$Properties|null|undefined} beep
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                AgentMessage.prototype.beep = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * AgentMessage content.
                 * @member {"start"|"continueOnline"|"unableOnline"|"complete"|"confirm"|"cancel"|"getResult"|"ping"|"getInfo"|"selfTest"|"display"|"beep"|undefined} content
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @instance
                 */
                $Object.defineProperty(AgentMessage.prototype, "content", {
                    get: $util.oneOfGetter($oneOfFields = ["start", "continueOnline", "unableOnline", "complete", "confirm", "cancel", "getResult", "ping", "getInfo", "selfTest", "display", "beep"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified AgentMessage message. Does not implicitly {@link tillpost.reader.v1.AgentMessage.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @static
                 * @param {tillpost.reader.v1.AgentMessage.$Properties} message AgentMessage message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AgentMessage.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                        $root.tillpost.reader.v1.Start.encode(message.start, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.continueOnline != null && $Object.hasOwnProperty.call(message, "continueOnline"))
                        $root.tillpost.reader.v1.ContinueOnline.encode(message.continueOnline, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.unableOnline != null && $Object.hasOwnProperty.call(message, "unableOnline"))
                        $root.tillpost.reader.v1.UnableOnline.encode(message.unableOnline, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.complete != null && $Object.hasOwnProperty.call(message, "complete"))
                        $root.tillpost.reader.v1.Complete.encode(message.complete, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.confirm != null && $Object.hasOwnProperty.call(message, "confirm"))
                        $root.tillpost.reader.v1.Confirm.encode(message.confirm, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.cancel != null && $Object.hasOwnProperty.call(message, "cancel"))
                        $root.tillpost.reader.v1.Cancel.encode(message.cancel, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.getResult != null && $Object.hasOwnProperty.call(message, "getResult"))
                        $root.tillpost.reader.v1.GetResult.encode(message.getResult, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.ping != null && $Object.hasOwnProperty.call(message, "ping"))
                        $root.tillpost.reader.v1.Ping.encode(message.ping, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.getInfo != null && $Object.hasOwnProperty.call(message, "getInfo"))
                        $root.tillpost.reader.v1.GetInfo.encode(message.getInfo, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.selfTest != null && $Object.hasOwnProperty.call(message, "selfTest"))
                        $root.tillpost.reader.v1.SelfTest.encode(message.selfTest, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                    if (message.display != null && $Object.hasOwnProperty.call(message, "display"))
                        $root.tillpost.reader.v1.Display.encode(message.display, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                    if (message.beep != null && $Object.hasOwnProperty.call(message, "beep"))
                        $root.tillpost.reader.v1.Beep.encode(message.beep, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AgentMessage message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.AgentMessage
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.AgentMessage & tillpost.reader.v1.AgentMessage.$Shape} AgentMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AgentMessage.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.AgentMessage();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.start = $root.tillpost.reader.v1.Start.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
                                message.content = "start";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.continueOnline = $root.tillpost.reader.v1.ContinueOnline.decode(reader, reader.size(), $undefined, _depth + 1, message.continueOnline);
                                message.content = "continueOnline";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.unableOnline = $root.tillpost.reader.v1.UnableOnline.decode(reader, reader.size(), $undefined, _depth + 1, message.unableOnline);
                                message.content = "unableOnline";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.complete = $root.tillpost.reader.v1.Complete.decode(reader, reader.size(), $undefined, _depth + 1, message.complete);
                                message.content = "complete";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.confirm = $root.tillpost.reader.v1.Confirm.decode(reader, reader.size(), $undefined, _depth + 1, message.confirm);
                                message.content = "confirm";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.cancel = $root.tillpost.reader.v1.Cancel.decode(reader, reader.size(), $undefined, _depth + 1, message.cancel);
                                message.content = "cancel";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.getResult = $root.tillpost.reader.v1.GetResult.decode(reader, reader.size(), $undefined, _depth + 1, message.getResult);
                                message.content = "getResult";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.ping = $root.tillpost.reader.v1.Ping.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                                message.content = "ping";
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.getInfo = $root.tillpost.reader.v1.GetInfo.decode(reader, reader.size(), $undefined, _depth + 1, message.getInfo);
                                message.content = "getInfo";
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.selfTest = $root.tillpost.reader.v1.SelfTest.decode(reader, reader.size(), $undefined, _depth + 1, message.selfTest);
                                message.content = "selfTest";
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.display = $root.tillpost.reader.v1.Display.decode(reader, reader.size(), $undefined, _depth + 1, message.display);
                                message.content = "display";
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.beep = $root.tillpost.reader.v1.Beep.decode(reader, reader.size(), $undefined, _depth + 1, message.beep);
                                message.content = "beep";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AgentMessage;
            })();

            v1.Card = (function() {

                /**
                 * Properties of a Card.
                 * @typedef {Object} tillpost.reader.v1.Card.$Properties
                 * @property {Uint8Array|null} [key] Card key
                 * @property {tillpost.reader.v1.EntryMode|null} [entryMode] Card entryMode
                 * @property {string|null} [maskedPan] Card maskedPan
                 * @property {Uint8Array|null} [token] Card token
                 * @property {boolean|null} [encrypted] Card encrypted
                 * @property {Uint8Array|null} [ciphertext] Card ciphertext
                 * @property {Uint8Array|null} [ksn] Card ksn
                 * @property {string|null} [scheme] Card scheme
                 * @property {Uint8Array|null} [tlv] Card tlv
                 * @property {tillpost.reader.v1.Cryptogram|null} [cryptogram] Card cryptogram
                 * @property {boolean|null} [onlinePin] Card onlinePin
                 * @property {number|Long|null} [amount] Card amount
                 * @property {number|null} [currency] Card currency
                 * @property {tillpost.reader.v1.TransactionType|null} [type] Card type
                 * @property {boolean|null} [singleCryptogram] Card singleCryptogram
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Card.
                 * @memberof tillpost.reader.v1
                 * @interface ICard
                 * @augments tillpost.reader.v1.Card.$Properties
                 * @deprecated Use tillpost.reader.v1.Card.$Properties instead.
                 */

                /**
                 * Shape of a Card.
                 * @typedef {tillpost.reader.v1.Card.$Properties} tillpost.reader.v1.Card.$Shape
                 */

                /**
                 * Constructs a new Card.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Card.
                 * @constructor
                 * @param {tillpost.reader.v1.Card.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Card = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Card key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.key = $util.newBuffer([]);

                /**
                 * Card entryMode.
                 * @member {tillpost.reader.v1.EntryMode} entryMode
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.entryMode = 0;

                /**
                 * Card maskedPan.
                 * @member {string} maskedPan
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.maskedPan = "";

                /**
                 * Card token.
                 * @member {Uint8Array} token
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.token = $util.newBuffer([]);

                /**
                 * Card encrypted.
                 * @member {boolean} encrypted
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.encrypted = false;

                /**
                 * Card ciphertext.
                 * @member {Uint8Array} ciphertext
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.ciphertext = $util.newBuffer([]);

                /**
                 * Card ksn.
                 * @member {Uint8Array} ksn
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.ksn = $util.newBuffer([]);

                /**
                 * Card scheme.
                 * @member {string} scheme
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.scheme = "";

                /**
                 * Card tlv.
                 * @member {Uint8Array} tlv
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.tlv = $util.newBuffer([]);

                /**
                 * Card cryptogram.
                 * @member {tillpost.reader.v1.Cryptogram} cryptogram
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.cryptogram = 0;

                /**
                 * Card onlinePin.
                 * @member {boolean} onlinePin
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.onlinePin = false;

                /**
                 * Card amount.
                 * @member {number|Long} amount
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.amount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Card currency.
                 * @member {number} currency
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.currency = 0;

                /**
                 * Card type.
                 * @member {tillpost.reader.v1.TransactionType} type
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.type = 0;

                /**
                 * Card singleCryptogram.
                 * @member {boolean} singleCryptogram
                 * @memberof tillpost.reader.v1.Card
                 * @instance
                 */
                Card.prototype.singleCryptogram = false;

                /**
                 * Encodes the specified Card message. Does not implicitly {@link tillpost.reader.v1.Card.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Card
                 * @static
                 * @param {tillpost.reader.v1.Card.$Properties} message Card message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Card.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.entryMode != null && $Object.hasOwnProperty.call(message, "entryMode") && message.entryMode !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.entryMode);
                    if (message.maskedPan != null && $Object.hasOwnProperty.call(message, "maskedPan") && message.maskedPan !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.maskedPan);
                    if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token.length)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.token);
                    if (message.encrypted != null && $Object.hasOwnProperty.call(message, "encrypted") && message.encrypted !== false)
                        writer.uint32(/* id 5, wireType 0 =*/40).bool(message.encrypted);
                    if (message.ciphertext != null && $Object.hasOwnProperty.call(message, "ciphertext") && message.ciphertext.length)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.ciphertext);
                    if (message.ksn != null && $Object.hasOwnProperty.call(message, "ksn") && message.ksn.length)
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.ksn);
                    if (message.scheme != null && $Object.hasOwnProperty.call(message, "scheme") && message.scheme !== "")
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.scheme);
                    if (message.tlv != null && $Object.hasOwnProperty.call(message, "tlv") && message.tlv.length)
                        writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.tlv);
                    if (message.cryptogram != null && $Object.hasOwnProperty.call(message, "cryptogram") && message.cryptogram !== 0)
                        writer.uint32(/* id 10, wireType 0 =*/80).int32(message.cryptogram);
                    if (message.onlinePin != null && $Object.hasOwnProperty.call(message, "onlinePin") && message.onlinePin !== false)
                        writer.uint32(/* id 11, wireType 0 =*/88).bool(message.onlinePin);
                    if (message.amount != null && $Object.hasOwnProperty.call(message, "amount") && (typeof message.amount === "object" ? message.amount.low || message.amount.high : message.amount !== 0))
                        writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.amount);
                    if (message.currency != null && $Object.hasOwnProperty.call(message, "currency") && message.currency !== 0)
                        writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.currency);
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 14, wireType 0 =*/112).int32(message.type);
                    if (message.singleCryptogram != null && $Object.hasOwnProperty.call(message, "singleCryptogram") && message.singleCryptogram !== false)
                        writer.uint32(/* id 15, wireType 0 =*/120).bool(message.singleCryptogram);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Card message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Card
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Card & tillpost.reader.v1.Card.$Shape} Card
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Card.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Card();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.entryMode = value;
                                else
                                    delete message.entryMode;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.maskedPan = value;
                                else
                                    delete message.maskedPan;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.token = value;
                                else
                                    delete message.token;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.encrypted = value;
                                else
                                    delete message.encrypted;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.ciphertext = value;
                                else
                                    delete message.ciphertext;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.ksn = value;
                                else
                                    delete message.ksn;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.scheme = value;
                                else
                                    delete message.scheme;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.tlv = value;
                                else
                                    delete message.tlv;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.cryptogram = value;
                                else
                                    delete message.cryptogram;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.onlinePin = value;
                                else
                                    delete message.onlinePin;
                                continue;
                            }
                        case 12: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.amount = value;
                                else
                                    delete message.amount;
                                continue;
                            }
                        case 13: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.currency = value;
                                else
                                    delete message.currency;
                                continue;
                            }
                        case 14: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 15: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.singleCryptogram = value;
                                else
                                    delete message.singleCryptogram;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Card;
            })();

            v1.Final = (function() {

                /**
                 * Properties of a Final.
                 * @typedef {Object} tillpost.reader.v1.Final.$Properties
                 * @property {Uint8Array|null} [key] Final key
                 * @property {tillpost.reader.v1.Cryptogram|null} [cryptogram] Final cryptogram
                 * @property {Uint8Array|null} [tlv] Final tlv
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Final.
                 * @memberof tillpost.reader.v1
                 * @interface IFinal
                 * @augments tillpost.reader.v1.Final.$Properties
                 * @deprecated Use tillpost.reader.v1.Final.$Properties instead.
                 */

                /**
                 * Shape of a Final.
                 * @typedef {tillpost.reader.v1.Final.$Properties} tillpost.reader.v1.Final.$Shape
                 */

                /**
                 * Constructs a new Final.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Final.
                 * @constructor
                 * @param {tillpost.reader.v1.Final.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Final = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Final key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Final
                 * @instance
                 */
                Final.prototype.key = $util.newBuffer([]);

                /**
                 * Final cryptogram.
                 * @member {tillpost.reader.v1.Cryptogram} cryptogram
                 * @memberof tillpost.reader.v1.Final
                 * @instance
                 */
                Final.prototype.cryptogram = 0;

                /**
                 * Final tlv.
                 * @member {Uint8Array} tlv
                 * @memberof tillpost.reader.v1.Final
                 * @instance
                 */
                Final.prototype.tlv = $util.newBuffer([]);

                /**
                 * Encodes the specified Final message. Does not implicitly {@link tillpost.reader.v1.Final.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Final
                 * @static
                 * @param {tillpost.reader.v1.Final.$Properties} message Final message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Final.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.cryptogram != null && $Object.hasOwnProperty.call(message, "cryptogram") && message.cryptogram !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.cryptogram);
                    if (message.tlv != null && $Object.hasOwnProperty.call(message, "tlv") && message.tlv.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.tlv);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Final message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Final
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Final & tillpost.reader.v1.Final.$Shape} Final
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Final.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Final();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.cryptogram = value;
                                else
                                    delete message.cryptogram;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.tlv = value;
                                else
                                    delete message.tlv;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Final;
            })();

            v1.Result = (function() {

                /**
                 * Properties of a Result.
                 * @typedef {Object} tillpost.reader.v1.Result.$Properties
                 * @property {Uint8Array|null} [key] Result key
                 * @property {tillpost.reader.v1.Stage|null} [stage] Result stage
                 * @property {tillpost.reader.v1.Card.$Properties|null} [card] Result card
                 * @property {tillpost.reader.v1.Final.$Properties|null} [final] Result final
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Result.
                 * @memberof tillpost.reader.v1
                 * @interface IResult
                 * @augments tillpost.reader.v1.Result.$Properties
                 * @deprecated Use tillpost.reader.v1.Result.$Properties instead.
                 */

                /**
                 * Shape of a Result.
                 * @typedef {tillpost.reader.v1.Result.$Properties} tillpost.reader.v1.Result.$Shape
                 */

                /**
                 * Constructs a new Result.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Result.
                 * @constructor
                 * @param {tillpost.reader.v1.Result.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Result = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Result key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Result
                 * @instance
                 */
                Result.prototype.key = $util.newBuffer([]);

                /**
                 * Result stage.
                 * @member {tillpost.reader.v1.Stage} stage
                 * @memberof tillpost.reader.v1.Result
                 * @instance
                 */
                Result.prototype.stage = 0;

                /**
                 * Result card.
                 * @member {tillpost.reader.v1.Card.$Properties|null|undefined} card
                 * @memberof tillpost.reader.v1.Result
                 * @instance
                 */
                Result.prototype.card = null;

                /**
                 * Result final.
                 * @member {tillpost.reader.v1.Final.$Properties|null|undefined} final
                 * @memberof tillpost.reader.v1.Result
                 * @instance
                 */
                Result.prototype.final = null;

                /**
                 * Encodes the specified Result message. Does not implicitly {@link tillpost.reader.v1.Result.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Result
                 * @static
                 * @param {tillpost.reader.v1.Result.$Properties} message Result message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Result.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.stage != null && $Object.hasOwnProperty.call(message, "stage") && message.stage !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.stage);
                    if (message.card != null && $Object.hasOwnProperty.call(message, "card"))
                        $root.tillpost.reader.v1.Card.encode(message.card, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.final != null && $Object.hasOwnProperty.call(message, "final"))
                        $root.tillpost.reader.v1.Final.encode(message.final, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Result message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Result
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Result & tillpost.reader.v1.Result.$Shape} Result
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Result.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Result();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.stage = value;
                                else
                                    delete message.stage;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.card = $root.tillpost.reader.v1.Card.decode(reader, reader.size(), $undefined, _depth + 1, message.card);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.final = $root.tillpost.reader.v1.Final.decode(reader, reader.size(), $undefined, _depth + 1, message.final);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Result;
            })();

            v1.Keepalive = (function() {

                /**
                 * Properties of a Keepalive.
                 * @typedef {Object} tillpost.reader.v1.Keepalive.$Properties
                 * @property {tillpost.reader.v1.Stage|null} [stage] Keepalive stage
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Keepalive.
                 * @memberof tillpost.reader.v1
                 * @interface IKeepalive
                 * @augments tillpost.reader.v1.Keepalive.$Properties
                 * @deprecated Use tillpost.reader.v1.Keepalive.$Properties instead.
                 */

                /**
                 * Shape of a Keepalive.
                 * @typedef {tillpost.reader.v1.Keepalive.$Properties} tillpost.reader.v1.Keepalive.$Shape
                 */

                /**
                 * Constructs a new Keepalive.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Keepalive.
                 * @constructor
                 * @param {tillpost.reader.v1.Keepalive.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Keepalive = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Keepalive stage.
                 * @member {tillpost.reader.v1.Stage} stage
                 * @memberof tillpost.reader.v1.Keepalive
                 * @instance
                 */
                Keepalive.prototype.stage = 0;

                /**
                 * Encodes the specified Keepalive message. Does not implicitly {@link tillpost.reader.v1.Keepalive.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Keepalive
                 * @static
                 * @param {tillpost.reader.v1.Keepalive.$Properties} message Keepalive message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Keepalive.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.stage != null && $Object.hasOwnProperty.call(message, "stage") && message.stage !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.stage);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Keepalive message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Keepalive
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Keepalive & tillpost.reader.v1.Keepalive.$Shape} Keepalive
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Keepalive.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Keepalive();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.stage = value;
                                else
                                    delete message.stage;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Keepalive;
            })();

            v1.Info = (function() {

                /**
                 * Properties of an Info.
                 * @typedef {Object} tillpost.reader.v1.Info.$Properties
                 * @property {string|null} [serialNumber] Info serialNumber
                 * @property {string|null} [firmware] Info firmware
                 * @property {number|null} [uptimeS] Info uptimeS
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Info.
                 * @memberof tillpost.reader.v1
                 * @interface IInfo
                 * @augments tillpost.reader.v1.Info.$Properties
                 * @deprecated Use tillpost.reader.v1.Info.$Properties instead.
                 */

                /**
                 * Shape of an Info.
                 * @typedef {tillpost.reader.v1.Info.$Properties} tillpost.reader.v1.Info.$Shape
                 */

                /**
                 * Constructs a new Info.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents an Info.
                 * @constructor
                 * @param {tillpost.reader.v1.Info.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Info = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Info serialNumber.
                 * @member {string} serialNumber
                 * @memberof tillpost.reader.v1.Info
                 * @instance
                 */
                Info.prototype.serialNumber = "";

                /**
                 * Info firmware.
                 * @member {string} firmware
                 * @memberof tillpost.reader.v1.Info
                 * @instance
                 */
                Info.prototype.firmware = "";

                /**
                 * Info uptimeS.
                 * @member {number} uptimeS
                 * @memberof tillpost.reader.v1.Info
                 * @instance
                 */
                Info.prototype.uptimeS = 0;

                /**
                 * Encodes the specified Info message. Does not implicitly {@link tillpost.reader.v1.Info.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Info
                 * @static
                 * @param {tillpost.reader.v1.Info.$Properties} message Info message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Info.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.serialNumber != null && $Object.hasOwnProperty.call(message, "serialNumber") && message.serialNumber !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.serialNumber);
                    if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware") && message.firmware !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.firmware);
                    if (message.uptimeS != null && $Object.hasOwnProperty.call(message, "uptimeS") && message.uptimeS !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.uptimeS);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Info message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Info
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Info & tillpost.reader.v1.Info.$Shape} Info
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Info.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Info();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.serialNumber = value;
                                else
                                    delete message.serialNumber;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.firmware = value;
                                else
                                    delete message.firmware;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.uptimeS = value;
                                else
                                    delete message.uptimeS;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Info;
            })();

            v1.TestReport = (function() {

                /**
                 * Properties of a TestReport.
                 * @typedef {Object} tillpost.reader.v1.TestReport.$Properties
                 * @property {boolean|null} [passed] TestReport passed
                 * @property {string|null} [text] TestReport text
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a TestReport.
                 * @memberof tillpost.reader.v1
                 * @interface ITestReport
                 * @augments tillpost.reader.v1.TestReport.$Properties
                 * @deprecated Use tillpost.reader.v1.TestReport.$Properties instead.
                 */

                /**
                 * Shape of a TestReport.
                 * @typedef {tillpost.reader.v1.TestReport.$Properties} tillpost.reader.v1.TestReport.$Shape
                 */

                /**
                 * Constructs a new TestReport.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a TestReport.
                 * @constructor
                 * @param {tillpost.reader.v1.TestReport.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const TestReport = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * TestReport passed.
                 * @member {boolean} passed
                 * @memberof tillpost.reader.v1.TestReport
                 * @instance
                 */
                TestReport.prototype.passed = false;

                /**
                 * TestReport text.
                 * @member {string} text
                 * @memberof tillpost.reader.v1.TestReport
                 * @instance
                 */
                TestReport.prototype.text = "";

                /**
                 * Encodes the specified TestReport message. Does not implicitly {@link tillpost.reader.v1.TestReport.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.TestReport
                 * @static
                 * @param {tillpost.reader.v1.TestReport.$Properties} message TestReport message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                TestReport.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.passed != null && $Object.hasOwnProperty.call(message, "passed") && message.passed !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.passed);
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.text);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a TestReport message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.TestReport
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.TestReport & tillpost.reader.v1.TestReport.$Shape} TestReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                TestReport.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.TestReport();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.passed = value;
                                else
                                    delete message.passed;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.text = value;
                                else
                                    delete message.text;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return TestReport;
            })();

            v1.UiEvent = (function() {

                /**
                 * Properties of an UiEvent.
                 * @typedef {Object} tillpost.reader.v1.UiEvent.$Properties
                 * @property {string|null} [text] UiEvent text
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an UiEvent.
                 * @memberof tillpost.reader.v1
                 * @interface IUiEvent
                 * @augments tillpost.reader.v1.UiEvent.$Properties
                 * @deprecated Use tillpost.reader.v1.UiEvent.$Properties instead.
                 */

                /**
                 * Shape of an UiEvent.
                 * @typedef {tillpost.reader.v1.UiEvent.$Properties} tillpost.reader.v1.UiEvent.$Shape
                 */

                /**
                 * Constructs a new UiEvent.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents an UiEvent.
                 * @constructor
                 * @param {tillpost.reader.v1.UiEvent.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const UiEvent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * UiEvent text.
                 * @member {string} text
                 * @memberof tillpost.reader.v1.UiEvent
                 * @instance
                 */
                UiEvent.prototype.text = "";

                /**
                 * Encodes the specified UiEvent message. Does not implicitly {@link tillpost.reader.v1.UiEvent.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.UiEvent
                 * @static
                 * @param {tillpost.reader.v1.UiEvent.$Properties} message UiEvent message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                UiEvent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.text);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an UiEvent message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.UiEvent
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.UiEvent & tillpost.reader.v1.UiEvent.$Shape} UiEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                UiEvent.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.UiEvent();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.text = value;
                                else
                                    delete message.text;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return UiEvent;
            })();

            v1.Tamper = (function() {

                /**
                 * Properties of a Tamper.
                 * @typedef {Object} tillpost.reader.v1.Tamper.$Properties
                 * @property {string|null} [text] Tamper text
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Tamper.
                 * @memberof tillpost.reader.v1
                 * @interface ITamper
                 * @augments tillpost.reader.v1.Tamper.$Properties
                 * @deprecated Use tillpost.reader.v1.Tamper.$Properties instead.
                 */

                /**
                 * Shape of a Tamper.
                 * @typedef {tillpost.reader.v1.Tamper.$Properties} tillpost.reader.v1.Tamper.$Shape
                 */

                /**
                 * Constructs a new Tamper.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a Tamper.
                 * @constructor
                 * @param {tillpost.reader.v1.Tamper.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Tamper = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Tamper text.
                 * @member {string} text
                 * @memberof tillpost.reader.v1.Tamper
                 * @instance
                 */
                Tamper.prototype.text = "";

                /**
                 * Encodes the specified Tamper message. Does not implicitly {@link tillpost.reader.v1.Tamper.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Tamper
                 * @static
                 * @param {tillpost.reader.v1.Tamper.$Properties} message Tamper message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Tamper.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.text);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Tamper message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Tamper
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Tamper & tillpost.reader.v1.Tamper.$Shape} Tamper
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Tamper.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Tamper();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.text = value;
                                else
                                    delete message.text;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Tamper;
            })();

            /**
             * ErrorCode enum.
             * @name tillpost.reader.v1.ErrorCode
             * @enum {number}
             * @property {number} ERROR_CODE_UNSPECIFIED=0 ERROR_CODE_UNSPECIFIED value
             * @property {number} BUSY=1 BUSY value
             * @property {number} CARD_PULLED=2 CARD_PULLED value
             * @property {number} CARD_UNREADABLE=3 CARD_UNREADABLE value
             * @property {number} KEYS_EXHAUSTED=4 KEYS_EXHAUSTED value
             * @property {number} WRONG_KEY=5 WRONG_KEY value
             * @property {number} WRONG_STAGE=6 WRONG_STAGE value
             * @property {number} BAD_VALUE=7 BAD_VALUE value
             */
            v1.ErrorCode = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ERROR_CODE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "BUSY"] = 1;
                values[valuesById[2] = "CARD_PULLED"] = 2;
                values[valuesById[3] = "CARD_UNREADABLE"] = 3;
                values[valuesById[4] = "KEYS_EXHAUSTED"] = 4;
                values[valuesById[5] = "WRONG_KEY"] = 5;
                values[valuesById[6] = "WRONG_STAGE"] = 6;
                values[valuesById[7] = "BAD_VALUE"] = 7;
                return values;
            })();

            v1.Error = (function() {

                /**
                 * Properties of an Error.
                 * @typedef {Object} tillpost.reader.v1.Error.$Properties
                 * @property {Uint8Array|null} [key] Error key
                 * @property {tillpost.reader.v1.ErrorCode|null} [code] Error code
                 * @property {string|null} [text] Error text
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Error.
                 * @memberof tillpost.reader.v1
                 * @interface IError
                 * @augments tillpost.reader.v1.Error.$Properties
                 * @deprecated Use tillpost.reader.v1.Error.$Properties instead.
                 */

                /**
                 * Shape of an Error.
                 * @typedef {tillpost.reader.v1.Error.$Properties} tillpost.reader.v1.Error.$Shape
                 */

                /**
                 * Constructs a new Error.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents an Error.
                 * @constructor
                 * @param {tillpost.reader.v1.Error.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Error = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Error key.
                 * @member {Uint8Array} key
                 * @memberof tillpost.reader.v1.Error
                 * @instance
                 */
                Error.prototype.key = $util.newBuffer([]);

                /**
                 * Error code.
                 * @member {tillpost.reader.v1.ErrorCode} code
                 * @memberof tillpost.reader.v1.Error
                 * @instance
                 */
                Error.prototype.code = 0;

                /**
                 * Error text.
                 * @member {string} text
                 * @memberof tillpost.reader.v1.Error
                 * @instance
                 */
                Error.prototype.text = "";

                /**
                 * Encodes the specified Error message. Does not implicitly {@link tillpost.reader.v1.Error.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.Error
                 * @static
                 * @param {tillpost.reader.v1.Error.$Properties} message Error message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Error.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.code);
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.text);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Error message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.Error
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.Error & tillpost.reader.v1.Error.$Shape} Error
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Error.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.Error();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.code = value;
                                else
                                    delete message.code;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.text = value;
                                else
                                    delete message.text;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Error;
            })();

            v1.ReaderMessage = (function() {

                /**
                 * Properties of a ReaderMessage.
                 * @typedef {Object} tillpost.reader.v1.ReaderMessage.$Properties
                 * @property {tillpost.reader.v1.Card.$Properties|null} [card] ReaderMessage card
                 * @property {tillpost.reader.v1.Final.$Properties|null} [final] ReaderMessage final
                 * @property {tillpost.reader.v1.Result.$Properties|null} [result] ReaderMessage result
                 * @property {tillpost.reader.v1.Keepalive.$Properties|null} [keepalive] ReaderMessage keepalive
                 * @property {tillpost.reader.v1.Info.$Properties|null} [info] ReaderMessage info
                 * @property {tillpost.reader.v1.TestReport.$Properties|null} [testReport] ReaderMessage testReport
                 * @property {tillpost.reader.v1.UiEvent.$Properties|null} [uiEvent] ReaderMessage uiEvent
                 * @property {tillpost.reader.v1.Tamper.$Properties|null} [tamper] ReaderMessage tamper
                 * @property {tillpost.reader.v1.Error.$Properties|null} [error] ReaderMessage error
                 * @property {"card"|"final"|"result"|"keepalive"|"info"|"testReport"|"uiEvent"|"tamper"|"error"} [content] ReaderMessage content
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ReaderMessage.
                 * @memberof tillpost.reader.v1
                 * @interface IReaderMessage
                 * @augments tillpost.reader.v1.ReaderMessage.$Properties
                 * @deprecated Use tillpost.reader.v1.ReaderMessage.$Properties instead.
                 */

                /**
                 * Narrowed shape of a ReaderMessage.
                 * @typedef {{
                 *   card?: tillpost.reader.v1.Card.$Shape|null;
                 *   final?: tillpost.reader.v1.Final.$Shape|null;
                 *   result?: tillpost.reader.v1.Result.$Shape|null;
                 *   keepalive?: tillpost.reader.v1.Keepalive.$Shape|null;
                 *   info?: tillpost.reader.v1.Info.$Shape|null;
                 *   testReport?: tillpost.reader.v1.TestReport.$Shape|null;
                 *   uiEvent?: tillpost.reader.v1.UiEvent.$Shape|null;
                 *   tamper?: tillpost.reader.v1.Tamper.$Shape|null;
                 *   error?: tillpost.reader.v1.Error.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ content?: undefined; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "card"; card: tillpost.reader.v1.Card.$Shape; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "final"; card?: null; final: tillpost.reader.v1.Final.$Shape; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "result"; card?: null; final?: null; result: tillpost.reader.v1.Result.$Shape; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "keepalive"; card?: null; final?: null; result?: null; keepalive: tillpost.reader.v1.Keepalive.$Shape; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "info"; card?: null; final?: null; result?: null; keepalive?: null; info: tillpost.reader.v1.Info.$Shape; testReport?: null; uiEvent?: null; tamper?: null; error?: null }|{ content?: "testReport"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport: tillpost.reader.v1.TestReport.$Shape; uiEvent?: null; tamper?: null; error?: null }|{ content?: "uiEvent"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent: tillpost.reader.v1.UiEvent.$Shape; tamper?: null; error?: null }|{ content?: "tamper"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper: tillpost.reader.v1.Tamper.$Shape; error?: null }|{ content?: "error"; card?: null; final?: null; result?: null; keepalive?: null; info?: null; testReport?: null; uiEvent?: null; tamper?: null; error: tillpost.reader.v1.Error.$Shape })
                 * )} tillpost.reader.v1.ReaderMessage.$Shape
                 */

                /**
                 * Constructs a new ReaderMessage.
                 * @memberof tillpost.reader.v1
                 * @classdesc Represents a ReaderMessage.
                 * @constructor
                 * @param {tillpost.reader.v1.ReaderMessage.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ReaderMessage = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ReaderMessage card.
                 * @member {tillpost.reader.v1.Card.$Properties|null|undefined} card
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.card = null;

                /**
                 * ReaderMessage final.
                 * @member {tillpost.reader.v1.Final.$Properties|null|undefined} final
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.final = null;

                /**
                 * ReaderMessage result.
                 * @member {tillpost.reader.v1.Result.$Properties|null|undefined} result
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.result = null;

                /**
                 * ReaderMessage keepalive.
                 * @member {tillpost.reader.v1.Keepalive.$Properties|null|undefined} keepalive
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.keepalive = null;

                /**
                 * ReaderMessage info.
                 * @member {tillpost.reader.v1.Info.$Properties|null|undefined} info
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.info = null;

                /**
                 * ReaderMessage testReport.
                 * @member {tillpost.reader.v1.TestReport.$Properties|null|undefined} testReport
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.testReport = null;

                /**
                 * ReaderMessage uiEvent.
                 * @member {tillpost.reader.v1.UiEvent.$Properties|null|undefined} uiEvent
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.uiEvent = null;

                /**
                 * ReaderMessage tamper.
                 * @member {tillpost.reader.v1.Tamper.$Properties|null|undefined} tamper
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.tamper = null;

                /**
                 * ReaderMessage error.
                 * @member {tillpost.reader.v1.Error.$Properties|null|undefined} error
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                ReaderMessage.prototype.error = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * ReaderMessage content.
                 * @member {"card"|"final"|"result"|"keepalive"|"info"|"testReport"|"uiEvent"|"tamper"|"error"|undefined} content
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @instance
                 */
                $Object.defineProperty(ReaderMessage.prototype, "content", {
                    get: $util.oneOfGetter($oneOfFields = ["card", "final", "result", "keepalive", "info", "testReport", "uiEvent", "tamper", "error"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified ReaderMessage message. Does not implicitly {@link tillpost.reader.v1.ReaderMessage.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @static
                 * @param {tillpost.reader.v1.ReaderMessage.$Properties} message ReaderMessage message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ReaderMessage.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.card != null && $Object.hasOwnProperty.call(message, "card"))
                        $root.tillpost.reader.v1.Card.encode(message.card, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.final != null && $Object.hasOwnProperty.call(message, "final"))
                        $root.tillpost.reader.v1.Final.encode(message.final, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                        $root.tillpost.reader.v1.Result.encode(message.result, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.keepalive != null && $Object.hasOwnProperty.call(message, "keepalive"))
                        $root.tillpost.reader.v1.Keepalive.encode(message.keepalive, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.info != null && $Object.hasOwnProperty.call(message, "info"))
                        $root.tillpost.reader.v1.Info.encode(message.info, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.testReport != null && $Object.hasOwnProperty.call(message, "testReport"))
                        $root.tillpost.reader.v1.TestReport.encode(message.testReport, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.uiEvent != null && $Object.hasOwnProperty.call(message, "uiEvent"))
                        $root.tillpost.reader.v1.UiEvent.encode(message.uiEvent, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.tamper != null && $Object.hasOwnProperty.call(message, "tamper"))
                        $root.tillpost.reader.v1.Tamper.encode(message.tamper, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.error != null && $Object.hasOwnProperty.call(message, "error"))
                        $root.tillpost.reader.v1.Error.encode(message.error, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ReaderMessage message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.reader.v1.ReaderMessage
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.reader.v1.ReaderMessage & tillpost.reader.v1.ReaderMessage.$Shape} ReaderMessage
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ReaderMessage.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.tillpost.reader.v1.ReaderMessage();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.card = $root.tillpost.reader.v1.Card.decode(reader, reader.size(), $undefined, _depth + 1, message.card);
                                message.content = "card";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.final = $root.tillpost.reader.v1.Final.decode(reader, reader.size(), $undefined, _depth + 1, message.final);
                                message.content = "final";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.result = $root.tillpost.reader.v1.Result.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                                message.content = "result";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.keepalive = $root.tillpost.reader.v1.Keepalive.decode(reader, reader.size(), $undefined, _depth + 1, message.keepalive);
                                message.content = "keepalive";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.info = $root.tillpost.reader.v1.Info.decode(reader, reader.size(), $undefined, _depth + 1, message.info);
                                message.content = "info";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.testReport = $root.tillpost.reader.v1.TestReport.decode(reader, reader.size(), $undefined, _depth + 1, message.testReport);
                                message.content = "testReport";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.uiEvent = $root.tillpost.reader.v1.UiEvent.decode(reader, reader.size(), $undefined, _depth + 1, message.uiEvent);
                                message.content = "uiEvent";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.tamper = $root.tillpost.reader.v1.Tamper.decode(reader, reader.size(), $undefined, _depth + 1, message.tamper);
                                message.content = "tamper";
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.error = $root.tillpost.reader.v1.Error.decode(reader, reader.size(), $undefined, _depth + 1, message.error);
                                message.content = "error";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ReaderMessage;
            })();

            return v1;
        })();

        return reader;
    })();

    return tillpost;
})();

export {
  $root as default
};
