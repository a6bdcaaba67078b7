/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["tillpost_host"] || ($protobuf.roots["tillpost_host"] = {});

export const tillpost = $root.tillpost = (() => {

    /**
     * Namespace tillpost.
     * @exports tillpost
     * @namespace
     */
    const tillpost = {};

    tillpost.host = (function() {

        /**
         * Namespace host.
         * @memberof tillpost
         * @namespace
         */
        const host = {};

        host.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof tillpost.host
             * @namespace
             */
            const v1 = {};

            v1.Envelope = (function() {

                /**
                 * Properties of an Envelope.
                 * @typedef {Object} tillpost.host.v1.Envelope.$Properties
                 * @property {Uint8Array|null} [body] Envelope body
                 * @property {string|null} [keyId] Envelope keyId
                 * @property {Uint8Array|null} [mac] Envelope mac
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Envelope.
                 * @memberof tillpost.host.v1
                 * @interface IEnvelope
                 * @augments tillpost.host.v1.Envelope.$Properties
                 * @deprecated Use tillpost.host.v1.Envelope.$Properties instead.
                 */

                /**
                 * Shape of an Envelope.
                 * @typedef {tillpost.host.v1.Envelope.$Properties} tillpost.host.v1.Envelope.$Shape
                 */

                /**
                 * Constructs a new Envelope.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents an Envelope.
                 * @constructor
                 * @param {tillpost.host.v1.Envelope.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Envelope = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Envelope body.
                 * @member {Uint8Array} body
                 * @memberof tillpost.host.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.body = $util.newBuffer([]);

                /**
                 * Envelope keyId.
                 * @member {string} keyId
                 * @memberof tillpost.host.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.keyId = "";

                /**
                 * Envelope mac.
                 * @member {Uint8Array} mac
                 * @memberof tillpost.host.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.mac = $util.newBuffer([]);

                /**
                 * Encodes the specified Envelope message. Does not implicitly {@link tillpost.host.v1.Envelope.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Envelope
                 * @static
                 * @param {tillpost.host.v1.Envelope.$Properties} message Envelope message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Envelope.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                    if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.keyId);
                    if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.mac);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Envelope message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Envelope
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Envelope & tillpost.host.v1.Envelope.$Shape} Envelope
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Envelope.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Envelope();
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
                                    message.body = value;
                                else
                                    delete message.body;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.keyId = value;
                                else
                                    delete message.keyId;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.mac = value;
                                else
                                    delete message.mac;
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

                return Envelope;
            })();

            v1.Body = (function() {

                /**
                 * Properties of a Body.
                 * @typedef {Object} tillpost.host.v1.Body.$Properties
                 * @property {string|null} [merchantId] Body merchantId
                 * @property {string|null} [terminalId] Body terminalId
                 * @property {tillpost.host.v1.OnlineRequest.$Properties|null} [request] Body request
                 * @property {tillpost.host.v1.PostingBatch.$Properties|null} [postings] Body postings
                 * @property {tillpost.host.v1.Heartbeat.$Properties|null} [heartbeat] Body heartbeat
                 * @property {tillpost.host.v1.Status.$Properties|null} [status] Body status
                 * @property {tillpost.host.v1.Settlement.$Properties|null} [settlement] Body settlement
                 * @property {tillpost.host.v1.CommandResult.$Properties|null} [commandResult] Body commandResult
                 * @property {tillpost.host.v1.Answer.$Properties|null} [reply] Body reply
                 * @property {tillpost.host.v1.ReceiptBatch.$Properties|null} [receipts] Body receipts
                 * @property {tillpost.host.v1.Echo.$Properties|null} [echo] Body echo
                 * @property {tillpost.host.v1.SettlementAnswer.$Properties|null} [settlementAnswer] Body settlementAnswer
                 * @property {tillpost.host.v1.Command.$Properties|null} [command] Body command
                 * @property {"request"|"postings"|"heartbeat"|"status"|"settlement"|"commandResult"|"reply"|"receipts"|"echo"|"settlementAnswer"|"command"} [content] Body content
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Body.
                 * @memberof tillpost.host.v1
                 * @interface IBody
                 * @augments tillpost.host.v1.Body.$Properties
                 * @deprecated Use tillpost.host.v1.Body.$Properties instead.
                 */

                /**
                 * Narrowed shape of a Body.
                 * @typedef {{
                 *   merchantId?: string|null;
                 *   terminalId?: string|null;
                 *   request?: tillpost.host.v1.OnlineRequest.$Shape|null;
                 *   postings?: tillpost.host.v1.PostingBatch.$Shape|null;
                 *   heartbeat?: tillpost.host.v1.Heartbeat.$Shape|null;
                 *   status?: tillpost.host.v1.Status.$Shape|null;
                 *   settlement?: tillpost.host.v1.Settlement.$Shape|null;
                 *   commandResult?: tillpost.host.v1.CommandResult.$Shape|null;
                 *   reply?: tillpost.host.v1.Answer.$Shape|null;
                 *   receipts?: tillpost.host.v1.ReceiptBatch.$Shape|null;
                 *   echo?: tillpost.host.v1.Echo.$Shape|null;
                 *   settlementAnswer?: tillpost.host.v1.SettlementAnswer.$Shape|null;
                 *   command?: tillpost.host.v1.Command.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ content?: undefined; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "request"; request: tillpost.host.v1.OnlineRequest.$Shape; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "postings"; request?: null; postings: tillpost.host.v1.PostingBatch.$Shape; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "heartbeat"; request?: null; postings?: null; heartbeat: tillpost.host.v1.Heartbeat.$Shape; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "status"; request?: null; postings?: null; heartbeat?: null; status: tillpost.host.v1.Status.$Shape; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "settlement"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement: tillpost.host.v1.Settlement.$Shape; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "commandResult"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult: tillpost.host.v1.CommandResult.$Shape; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "reply"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply: tillpost.host.v1.Answer.$Shape; receipts?: null; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "receipts"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts: tillpost.host.v1.ReceiptBatch.$Shape; echo?: null; settlementAnswer?: null; command?: null }|{ content?: "echo"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo: tillpost.host.v1.Echo.$Shape; settlementAnswer?: null; command?: null }|{ content?: "settlementAnswer"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer: tillpost.host.v1.SettlementAnswer.$Shape; command?: null }|{ content?: "command"; request?: null; postings?: null; heartbeat?: null; status?: null; settlement?: null; commandResult?: null; reply?: null; receipts?: null; echo?: null; settlementAnswer?: null; command: tillpost.host.v1.Command.$Shape })
                 * )} tillpost.host.v1.Body.$Shape
                 */

                /**
                 * Constructs a new Body.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Body.
                 * @constructor
                 * @param {tillpost.host.v1.Body.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Body = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Body merchantId.
                 * @member {string} merchantId
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.merchantId = "";

                /**
                 * Body terminalId.
                 * @member {string} terminalId
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.terminalId = "";

                /**
                 * Body request.
                 * @member {tillpost.host.v1.OnlineRequest.$Properties|null|undefined} request
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.request = null;

                /**
                 * Body postings.
                 * @member {tillpost.host.v1.PostingBatch.$Properties|null|undefined} postings
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.postings = null;

                /**
                 * Body heartbeat.
                 * @member {tillpost.host.v1.Heartbeat.$Properties|null|undefined} heartbeat
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.heartbeat = null;

                /**
                 * Body status.
                 * @member {tillpost.host.v1.Status.$Properties|null|undefined} status
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.status = null;

                /**
                 * Body settlement.
                 * @member {tillpost.host.v1.Settlement.$Properties|null|undefined} settlement
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.settlement = null;

                /**
                 * Body commandResult.
                 * @member {tillpost.host.v1.CommandResult.$Properties|null|undefined} commandResult
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.commandResult = null;

                /**
                 * Body reply.
                 * @member {tillpost.host.v1.Answer.$Properties|null|undefined} reply
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.reply = null;

                /**
                 * Body receipts.
                 * @member {tillpost.host.v1.ReceiptBatch.$Properties|null|undefined} receipts
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.receipts = null;

                /**
                 * Body echo.
                 * @member {tillpost.host.v1.Echo.$Properties|null|undefined} echo
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.echo = null;

                /**
                 * Body settlementAnswer.
                 * @member {tillpost.host.v1.SettlementAnswer.$Properties|null|undefined} settlementAnswer
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.settlementAnswer = null;

                /**
                 * Body command.
                 * @member {tillpost.host.v1.Command.$Properties|null|undefined} command
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                Body.prototype.command = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * Body content.
                 * @member {"request"|"postings"|"heartbeat"|"status"|"settlement"|"commandResult"|"reply"|"receipts"|"echo"|"settlementAnswer"|"command"|undefined} content
                 * @memberof tillpost.host.v1.Body
                 * @instance
                 */
                $Object.defineProperty(Body.prototype, "content", {
                    get: $util.oneOfGetter($oneOfFields = ["request", "postings", "heartbeat", "status", "settlement", "commandResult", "reply", "receipts", "echo", "settlementAnswer", "command"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified Body message. Does not implicitly {@link tillpost.host.v1.Body.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Body
                 * @static
                 * @param {tillpost.host.v1.Body.$Properties} message Body message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Body.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.merchantId != null && $Object.hasOwnProperty.call(message, "merchantId") && message.merchantId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.merchantId);
                    if (message.terminalId != null && $Object.hasOwnProperty.call(message, "terminalId") && message.terminalId !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.terminalId);
                    if (message.request != null && $Object.hasOwnProperty.call(message, "request"))
                        $root.tillpost.host.v1.OnlineRequest.encode(message.request, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                    if (message.postings != null && $Object.hasOwnProperty.call(message, "postings"))
                        $root.tillpost.host.v1.PostingBatch.encode(message.postings, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                    if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                        $root.tillpost.host.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                        $root.tillpost.host.v1.Status.encode(message.status, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                    if (message.settlement != null && $Object.hasOwnProperty.call(message, "settlement"))
                        $root.tillpost.host.v1.Settlement.encode(message.settlement, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                    if (message.commandResult != null && $Object.hasOwnProperty.call(message, "commandResult"))
                        $root.tillpost.host.v1.CommandResult.encode(message.commandResult, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                    if (message.reply != null && $Object.hasOwnProperty.call(message, "reply"))
                        $root.tillpost.host.v1.Answer.encode(message.reply, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
                    if (message.receipts != null && $Object.hasOwnProperty.call(message, "receipts"))
                        $root.tillpost.host.v1.ReceiptBatch.encode(message.receipts, writer.uint32(/* id 21, wireType 2 =*/170).fork(), _depth + 1).ldelim();
                    if (message.echo != null && $Object.hasOwnProperty.call(message, "echo"))
                        $root.tillpost.host.v1.Echo.encode(message.echo, writer.uint32(/* id 22, wireType 2 =*/178).fork(), _depth + 1).ldelim();
                    if (message.settlementAnswer != null && $Object.hasOwnProperty.call(message, "settlementAnswer"))
                        $root.tillpost.host.v1.SettlementAnswer.encode(message.settlementAnswer, writer.uint32(/* id 23, wireType 2 =*/186).fork(), _depth + 1).ldelim();
                    if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                        $root.tillpost.host.v1.Command.encode(message.command, writer.uint32(/* id 24, wireType 2 =*/194).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Body message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Body
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Body & tillpost.host.v1.Body.$Shape} Body
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Body.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Body();
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
                                    message.merchantId = value;
                                else
                                    delete message.merchantId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.terminalId = value;
                                else
                                    delete message.terminalId;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.request = $root.tillpost.host.v1.OnlineRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.request);
                                message.content = "request";
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.postings = $root.tillpost.host.v1.PostingBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.postings);
                                message.content = "postings";
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.heartbeat = $root.tillpost.host.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                                message.content = "heartbeat";
                                continue;
                            }
                        case 13: {
                                if (wireType !== 2)
                                    break;
                                message.status = $root.tillpost.host.v1.Status.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                                message.content = "status";
                                continue;
                            }
                        case 14: {
                                if (wireType !== 2)
                                    break;
                                message.settlement = $root.tillpost.host.v1.Settlement.decode(reader, reader.size(), $undefined, _depth + 1, message.settlement);
                                message.content = "settlement";
                                continue;
                            }
                        case 15: {
                                if (wireType !== 2)
                                    break;
                                message.commandResult = $root.tillpost.host.v1.CommandResult.decode(reader, reader.size(), $undefined, _depth + 1, message.commandResult);
                                message.content = "commandResult";
                                continue;
                            }
                        case 20: {
                                if (wireType !== 2)
                                    break;
                                message.reply = $root.tillpost.host.v1.Answer.decode(reader, reader.size(), $undefined, _depth + 1, message.reply);
                                message.content = "reply";
                                continue;
                            }
                        case 21: {
                                if (wireType !== 2)
                                    break;
                                message.receipts = $root.tillpost.host.v1.ReceiptBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.receipts);
                                message.content = "receipts";
                                continue;
                            }
                        case 22: {
                                if (wireType !== 2)
                                    break;
                                message.echo = $root.tillpost.host.v1.Echo.decode(reader, reader.size(), $undefined, _depth + 1, message.echo);
                                message.content = "echo";
                                continue;
                            }
                        case 23: {
                                if (wireType !== 2)
                                    break;
                                message.settlementAnswer = $root.tillpost.host.v1.SettlementAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.settlementAnswer);
                                message.content = "settlementAnswer";
                                continue;
                            }
                        case 24: {
                                if (wireType !== 2)
                                    break;
                                message.command = $root.tillpost.host.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                                message.content = "command";
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

                return Body;
            })();

            v1.TransactionKey = (function() {

                /**
                 * Properties of a TransactionKey.
                 * @typedef {Object} tillpost.host.v1.TransactionKey.$Properties
                 * @property {string|null} [terminalId] TransactionKey terminalId
                 * @property {Uint8Array|null} [epoch] TransactionKey epoch
                 * @property {number|Long|null} [number] TransactionKey number
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a TransactionKey.
                 * @memberof tillpost.host.v1
                 * @interface ITransactionKey
                 * @augments tillpost.host.v1.TransactionKey.$Properties
                 * @deprecated Use tillpost.host.v1.TransactionKey.$Properties instead.
                 */

                /**
                 * Shape of a TransactionKey.
                 * @typedef {tillpost.host.v1.TransactionKey.$Properties} tillpost.host.v1.TransactionKey.$Shape
                 */

                /**
                 * Constructs a new TransactionKey.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a TransactionKey.
                 * @constructor
                 * @param {tillpost.host.v1.TransactionKey.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const TransactionKey = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * TransactionKey terminalId.
                 * @member {string} terminalId
                 * @memberof tillpost.host.v1.TransactionKey
                 * @instance
                 */
                TransactionKey.prototype.terminalId = "";

                /**
                 * TransactionKey epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.TransactionKey
                 * @instance
                 */
                TransactionKey.prototype.epoch = $util.newBuffer([]);

                /**
                 * TransactionKey number.
                 * @member {number|Long} number
                 * @memberof tillpost.host.v1.TransactionKey
                 * @instance
                 */
                TransactionKey.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Encodes the specified TransactionKey message. Does not implicitly {@link tillpost.host.v1.TransactionKey.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.TransactionKey
                 * @static
                 * @param {tillpost.host.v1.TransactionKey.$Properties} message TransactionKey message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                TransactionKey.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.terminalId != null && $Object.hasOwnProperty.call(message, "terminalId") && message.terminalId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.terminalId);
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.epoch);
                    if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.number);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a TransactionKey message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.TransactionKey
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.TransactionKey & tillpost.host.v1.TransactionKey.$Shape} TransactionKey
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                TransactionKey.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.TransactionKey();
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
                                    message.terminalId = value;
                                else
                                    delete message.terminalId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.number = value;
                                else
                                    delete message.number;
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

                return TransactionKey;
            })();

            v1.Money = (function() {

                /**
                 * Properties of a Money.
                 * @typedef {Object} tillpost.host.v1.Money.$Properties
                 * @property {number|Long|null} [amount] Money amount
                 * @property {number|null} [currency] Money currency
                 * @property {number|null} [exponent] Money exponent
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Money.
                 * @memberof tillpost.host.v1
                 * @interface IMoney
                 * @augments tillpost.host.v1.Money.$Properties
                 * @deprecated Use tillpost.host.v1.Money.$Properties instead.
                 */

                /**
                 * Shape of a Money.
                 * @typedef {tillpost.host.v1.Money.$Properties} tillpost.host.v1.Money.$Shape
                 */

                /**
                 * Constructs a new Money.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Money.
                 * @constructor
                 * @param {tillpost.host.v1.Money.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Money = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Money amount.
                 * @member {number|Long} amount
                 * @memberof tillpost.host.v1.Money
                 * @instance
                 */
                Money.prototype.amount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Money currency.
                 * @member {number} currency
                 * @memberof tillpost.host.v1.Money
                 * @instance
                 */
                Money.prototype.currency = 0;

                /**
                 * Money exponent.
                 * @member {number} exponent
                 * @memberof tillpost.host.v1.Money
                 * @instance
                 */
                Money.prototype.exponent = 0;

                /**
                 * Encodes the specified Money message. Does not implicitly {@link tillpost.host.v1.Money.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Money
                 * @static
                 * @param {tillpost.host.v1.Money.$Properties} message Money message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Money.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.amount != null && $Object.hasOwnProperty.call(message, "amount") && (typeof message.amount === "object" ? message.amount.low || message.amount.high : message.amount !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.amount);
                    if (message.currency != null && $Object.hasOwnProperty.call(message, "currency") && message.currency !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.currency);
                    if (message.exponent != null && $Object.hasOwnProperty.call(message, "exponent") && message.exponent !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.exponent);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Money message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Money
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Money & tillpost.host.v1.Money.$Shape} Money
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Money.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Money();
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
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.amount = value;
                                else
                                    delete message.amount;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.currency = value;
                                else
                                    delete message.currency;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.exponent = value;
                                else
                                    delete message.exponent;
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

                return Money;
            })();

            /**
             * TransactionType enum.
             * @name tillpost.host.v1.TransactionType
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
             * @name tillpost.host.v1.EntryMode
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
             * @name tillpost.host.v1.Cryptogram
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
             * ClockQuality enum.
             * @name tillpost.host.v1.ClockQuality
             * @enum {number}
             * @property {number} CLOCK_QUALITY_UNSPECIFIED=0 CLOCK_QUALITY_UNSPECIFIED value
             * @property {number} CLOCK_TRUSTED=1 CLOCK_TRUSTED value
             * @property {number} CLOCK_UNCHECKED=2 CLOCK_UNCHECKED value
             * @property {number} CLOCK_WRONG=3 CLOCK_WRONG value
             */
            v1.ClockQuality = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CLOCK_QUALITY_UNSPECIFIED"] = 0;
                values[valuesById[1] = "CLOCK_TRUSTED"] = 1;
                values[valuesById[2] = "CLOCK_UNCHECKED"] = 2;
                values[valuesById[3] = "CLOCK_WRONG"] = 3;
                return values;
            })();

            v1.Card = (function() {

                /**
                 * Properties of a Card.
                 * @typedef {Object} tillpost.host.v1.Card.$Properties
                 * @property {tillpost.host.v1.EntryMode|null} [entryMode] Card entryMode
                 * @property {string|null} [maskedPan] Card maskedPan
                 * @property {Uint8Array|null} [token] Card token
                 * @property {string|null} [scheme] Card scheme
                 * @property {Uint8Array|null} [ciphertext] Card ciphertext
                 * @property {Uint8Array|null} [ksn] Card ksn
                 * @property {Uint8Array|null} [emv] Card emv
                 * @property {tillpost.host.v1.Cryptogram|null} [cryptogram] Card cryptogram
                 * @property {boolean|null} [singleCryptogram] Card singleCryptogram
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Card.
                 * @memberof tillpost.host.v1
                 * @interface ICard
                 * @augments tillpost.host.v1.Card.$Properties
                 * @deprecated Use tillpost.host.v1.Card.$Properties instead.
                 */

                /**
                 * Shape of a Card.
                 * @typedef {tillpost.host.v1.Card.$Properties} tillpost.host.v1.Card.$Shape
                 */

                /**
                 * Constructs a new Card.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Card.
                 * @constructor
                 * @param {tillpost.host.v1.Card.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Card = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Card entryMode.
                 * @member {tillpost.host.v1.EntryMode} entryMode
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.entryMode = 0;

                /**
                 * Card maskedPan.
                 * @member {string} maskedPan
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.maskedPan = "";

                /**
                 * Card token.
                 * @member {Uint8Array} token
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.token = $util.newBuffer([]);

                /**
                 * Card scheme.
                 * @member {string} scheme
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.scheme = "";

                /**
                 * Card ciphertext.
                 * @member {Uint8Array} ciphertext
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.ciphertext = $util.newBuffer([]);

                /**
                 * Card ksn.
                 * @member {Uint8Array} ksn
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.ksn = $util.newBuffer([]);

                /**
                 * Card emv.
                 * @member {Uint8Array} emv
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.emv = $util.newBuffer([]);

                /**
                 * Card cryptogram.
                 * @member {tillpost.host.v1.Cryptogram} cryptogram
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.cryptogram = 0;

                /**
                 * Card singleCryptogram.
                 * @member {boolean} singleCryptogram
                 * @memberof tillpost.host.v1.Card
                 * @instance
                 */
                Card.prototype.singleCryptogram = false;

                /**
                 * Encodes the specified Card message. Does not implicitly {@link tillpost.host.v1.Card.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Card
                 * @static
                 * @param {tillpost.host.v1.Card.$Properties} message Card message or plain object to encode
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
                    if (message.entryMode != null && $Object.hasOwnProperty.call(message, "entryMode") && message.entryMode !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.entryMode);
                    if (message.maskedPan != null && $Object.hasOwnProperty.call(message, "maskedPan") && message.maskedPan !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.maskedPan);
                    if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.token);
                    if (message.scheme != null && $Object.hasOwnProperty.call(message, "scheme") && message.scheme !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.scheme);
                    if (message.ciphertext != null && $Object.hasOwnProperty.call(message, "ciphertext") && message.ciphertext.length)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.ciphertext);
                    if (message.ksn != null && $Object.hasOwnProperty.call(message, "ksn") && message.ksn.length)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.ksn);
                    if (message.emv != null && $Object.hasOwnProperty.call(message, "emv") && message.emv.length)
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.emv);
                    if (message.cryptogram != null && $Object.hasOwnProperty.call(message, "cryptogram") && message.cryptogram !== 0)
                        writer.uint32(/* id 8, wireType 0 =*/64).int32(message.cryptogram);
                    if (message.singleCryptogram != null && $Object.hasOwnProperty.call(message, "singleCryptogram") && message.singleCryptogram !== false)
                        writer.uint32(/* id 9, wireType 0 =*/72).bool(message.singleCryptogram);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Card message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Card
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Card & tillpost.host.v1.Card.$Shape} Card
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
                    message = _target || new $root.tillpost.host.v1.Card();
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
                                    message.entryMode = value;
                                else
                                    delete message.entryMode;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.maskedPan = value;
                                else
                                    delete message.maskedPan;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.token = value;
                                else
                                    delete message.token;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.scheme = value;
                                else
                                    delete message.scheme;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.ciphertext = value;
                                else
                                    delete message.ciphertext;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.ksn = value;
                                else
                                    delete message.ksn;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.emv = value;
                                else
                                    delete message.emv;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.cryptogram = value;
                                else
                                    delete message.cryptogram;
                                continue;
                            }
                        case 9: {
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

            v1.OnlineRequest = (function() {

                /**
                 * Properties of an OnlineRequest.
                 * @typedef {Object} tillpost.host.v1.OnlineRequest.$Properties
                 * @property {tillpost.host.v1.TransactionKey.$Properties|null} [key] OnlineRequest key
                 * @property {tillpost.host.v1.TransactionType|null} [type] OnlineRequest type
                 * @property {tillpost.host.v1.Money.$Properties|null} [money] OnlineRequest money
                 * @property {number|null} [stan] OnlineRequest stan
                 * @property {number|Long|null} [terminalTimeMs] OnlineRequest terminalTimeMs
                 * @property {tillpost.host.v1.ClockQuality|null} [clock] OnlineRequest clock
                 * @property {tillpost.host.v1.Card.$Properties|null} [card] OnlineRequest card
                 * @property {number|null} [deadlineMs] OnlineRequest deadlineMs
                 * @property {boolean|null} [repeat] OnlineRequest repeat
                 * @property {number|null} [batch] OnlineRequest batch
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an OnlineRequest.
                 * @memberof tillpost.host.v1
                 * @interface IOnlineRequest
                 * @augments tillpost.host.v1.OnlineRequest.$Properties
                 * @deprecated Use tillpost.host.v1.OnlineRequest.$Properties instead.
                 */

                /**
                 * Shape of an OnlineRequest.
                 * @typedef {tillpost.host.v1.OnlineRequest.$Properties} tillpost.host.v1.OnlineRequest.$Shape
                 */

                /**
                 * Constructs a new OnlineRequest.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents an OnlineRequest.
                 * @constructor
                 * @param {tillpost.host.v1.OnlineRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const OnlineRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * OnlineRequest key.
                 * @member {tillpost.host.v1.TransactionKey.$Properties|null|undefined} key
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.key = null;

                /**
                 * OnlineRequest type.
                 * @member {tillpost.host.v1.TransactionType} type
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.type = 0;

                /**
                 * OnlineRequest money.
                 * @member {tillpost.host.v1.Money.$Properties|null|undefined} money
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.money = null;

                /**
                 * OnlineRequest stan.
                 * @member {number} stan
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.stan = 0;

                /**
                 * OnlineRequest terminalTimeMs.
                 * @member {number|Long} terminalTimeMs
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.terminalTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * OnlineRequest clock.
                 * @member {tillpost.host.v1.ClockQuality} clock
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.clock = 0;

                /**
                 * OnlineRequest card.
                 * @member {tillpost.host.v1.Card.$Properties|null|undefined} card
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.card = null;

                /**
                 * OnlineRequest deadlineMs.
                 * @member {number} deadlineMs
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.deadlineMs = 0;

                /**
                 * OnlineRequest repeat.
                 * @member {boolean} repeat
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.repeat = false;

                /**
                 * OnlineRequest batch.
                 * @member {number} batch
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @instance
                 */
                OnlineRequest.prototype.batch = 0;

                /**
                 * Encodes the specified OnlineRequest message. Does not implicitly {@link tillpost.host.v1.OnlineRequest.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @static
                 * @param {tillpost.host.v1.OnlineRequest.$Properties} message OnlineRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                OnlineRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        $root.tillpost.host.v1.TransactionKey.encode(message.key, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                    if (message.money != null && $Object.hasOwnProperty.call(message, "money"))
                        $root.tillpost.host.v1.Money.encode(message.money, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.stan != null && $Object.hasOwnProperty.call(message, "stan") && message.stan !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.stan);
                    if (message.terminalTimeMs != null && $Object.hasOwnProperty.call(message, "terminalTimeMs") && (typeof message.terminalTimeMs === "object" ? message.terminalTimeMs.low || message.terminalTimeMs.high : message.terminalTimeMs !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.terminalTimeMs);
                    if (message.clock != null && $Object.hasOwnProperty.call(message, "clock") && message.clock !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).int32(message.clock);
                    if (message.card != null && $Object.hasOwnProperty.call(message, "card"))
                        $root.tillpost.host.v1.Card.encode(message.card, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.deadlineMs != null && $Object.hasOwnProperty.call(message, "deadlineMs") && message.deadlineMs !== 0)
                        writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.deadlineMs);
                    if (message.repeat != null && $Object.hasOwnProperty.call(message, "repeat") && message.repeat !== false)
                        writer.uint32(/* id 9, wireType 0 =*/72).bool(message.repeat);
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                        writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.batch);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an OnlineRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.OnlineRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.OnlineRequest & tillpost.host.v1.OnlineRequest.$Shape} OnlineRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                OnlineRequest.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.OnlineRequest();
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
                                message.key = $root.tillpost.host.v1.TransactionKey.decode(reader, reader.size(), $undefined, _depth + 1, message.key);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.money = $root.tillpost.host.v1.Money.decode(reader, reader.size(), $undefined, _depth + 1, message.money);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.stan = value;
                                else
                                    delete message.stan;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.terminalTimeMs = value;
                                else
                                    delete message.terminalTimeMs;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.clock = value;
                                else
                                    delete message.clock;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.card = $root.tillpost.host.v1.Card.decode(reader, reader.size(), $undefined, _depth + 1, message.card);
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.deadlineMs = value;
                                else
                                    delete message.deadlineMs;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.repeat = value;
                                else
                                    delete message.repeat;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.batch = value;
                                else
                                    delete message.batch;
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

                return OnlineRequest;
            })();

            /**
             * PostingKind enum.
             * @name tillpost.host.v1.PostingKind
             * @enum {number}
             * @property {number} POSTING_KIND_UNSPECIFIED=0 POSTING_KIND_UNSPECIFIED value
             * @property {number} ADVICE=1 ADVICE value
             * @property {number} REVERSAL=2 REVERSAL value
             */
            v1.PostingKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "POSTING_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "ADVICE"] = 1;
                values[valuesById[2] = "REVERSAL"] = 2;
                return values;
            })();

            /**
             * ReversalReason enum.
             * @name tillpost.host.v1.ReversalReason
             * @enum {number}
             * @property {number} REVERSAL_REASON_UNSPECIFIED=0 REVERSAL_REASON_UNSPECIFIED value
             * @property {number} TIMEOUT=1 TIMEOUT value
             * @property {number} CARD_DECLINED=2 CARD_DECLINED value
             * @property {number} READER_FAILED=3 READER_FAILED value
             * @property {number} BAD_MAC=4 BAD_MAC value
             * @property {number} OPERATOR_VOID=5 OPERATOR_VOID value
             * @property {number} AMOUNT_MISMATCH=6 AMOUNT_MISMATCH value
             */
            v1.ReversalReason = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "REVERSAL_REASON_UNSPECIFIED"] = 0;
                values[valuesById[1] = "TIMEOUT"] = 1;
                values[valuesById[2] = "CARD_DECLINED"] = 2;
                values[valuesById[3] = "READER_FAILED"] = 3;
                values[valuesById[4] = "BAD_MAC"] = 4;
                values[valuesById[5] = "OPERATOR_VOID"] = 5;
                values[valuesById[6] = "AMOUNT_MISMATCH"] = 6;
                return values;
            })();

            /**
             * OfflineResponse enum.
             * @name tillpost.host.v1.OfflineResponse
             * @enum {number}
             * @property {number} OFFLINE_RESPONSE_UNSPECIFIED=0 OFFLINE_RESPONSE_UNSPECIFIED value
             * @property {number} Y1=1 Y1 value
             * @property {number} Y3=2 Y3 value
             * @property {number} ONLINE=3 ONLINE value
             */
            v1.OfflineResponse = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "OFFLINE_RESPONSE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "Y1"] = 1;
                values[valuesById[2] = "Y3"] = 2;
                values[valuesById[3] = "ONLINE"] = 3;
                return values;
            })();

            v1.Posting = (function() {

                /**
                 * Properties of a Posting.
                 * @typedef {Object} tillpost.host.v1.Posting.$Properties
                 * @property {number|Long|null} [sequence] Posting sequence
                 * @property {tillpost.host.v1.PostingKind|null} [kind] Posting kind
                 * @property {tillpost.host.v1.TransactionKey.$Properties|null} [key] Posting key
                 * @property {tillpost.host.v1.TransactionType|null} [type] Posting type
                 * @property {tillpost.host.v1.Money.$Properties|null} [money] Posting money
                 * @property {number|null} [stan] Posting stan
                 * @property {number|Long|null} [terminalTimeMs] Posting terminalTimeMs
                 * @property {tillpost.host.v1.ClockQuality|null} [clock] Posting clock
                 * @property {tillpost.host.v1.Card.$Properties|null} [card] Posting card
                 * @property {tillpost.host.v1.OfflineResponse|null} [response] Posting response
                 * @property {tillpost.host.v1.ReversalReason|null} [reason] Posting reason
                 * @property {boolean|null} [repeat] Posting repeat
                 * @property {number|null} [batch] Posting batch
                 * @property {boolean|null} [deferred] Posting deferred
                 * @property {number|null} [opening] Posting opening
                 * @property {boolean|null} [cardDataErased] Posting cardDataErased
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Posting.
                 * @memberof tillpost.host.v1
                 * @interface IPosting
                 * @augments tillpost.host.v1.Posting.$Properties
                 * @deprecated Use tillpost.host.v1.Posting.$Properties instead.
                 */

                /**
                 * Shape of a Posting.
                 * @typedef {tillpost.host.v1.Posting.$Properties} tillpost.host.v1.Posting.$Shape
                 */

                /**
                 * Constructs a new Posting.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Posting.
                 * @constructor
                 * @param {tillpost.host.v1.Posting.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Posting = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Posting sequence.
                 * @member {number|Long} sequence
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Posting kind.
                 * @member {tillpost.host.v1.PostingKind} kind
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.kind = 0;

                /**
                 * Posting key.
                 * @member {tillpost.host.v1.TransactionKey.$Properties|null|undefined} key
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.key = null;

                /**
                 * Posting type.
                 * @member {tillpost.host.v1.TransactionType} type
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.type = 0;

                /**
                 * Posting money.
                 * @member {tillpost.host.v1.Money.$Properties|null|undefined} money
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.money = null;

                /**
                 * Posting stan.
                 * @member {number} stan
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.stan = 0;

                /**
                 * Posting terminalTimeMs.
                 * @member {number|Long} terminalTimeMs
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.terminalTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Posting clock.
                 * @member {tillpost.host.v1.ClockQuality} clock
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.clock = 0;

                /**
                 * Posting card.
                 * @member {tillpost.host.v1.Card.$Properties|null|undefined} card
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.card = null;

                /**
                 * Posting response.
                 * @member {tillpost.host.v1.OfflineResponse} response
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.response = 0;

                /**
                 * Posting reason.
                 * @member {tillpost.host.v1.ReversalReason} reason
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.reason = 0;

                /**
                 * Posting repeat.
                 * @member {boolean} repeat
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.repeat = false;

                /**
                 * Posting batch.
                 * @member {number} batch
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.batch = 0;

                /**
                 * Posting deferred.
                 * @member {boolean} deferred
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.deferred = false;

                /**
                 * Posting opening.
                 * @member {number} opening
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.opening = 0;

                /**
                 * Posting cardDataErased.
                 * @member {boolean} cardDataErased
                 * @memberof tillpost.host.v1.Posting
                 * @instance
                 */
                Posting.prototype.cardDataErased = false;

                /**
                 * Encodes the specified Posting message. Does not implicitly {@link tillpost.host.v1.Posting.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Posting
                 * @static
                 * @param {tillpost.host.v1.Posting.$Properties} message Posting message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Posting.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sequence);
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.kind);
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        $root.tillpost.host.v1.TransactionKey.encode(message.key, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).int32(message.type);
                    if (message.money != null && $Object.hasOwnProperty.call(message, "money"))
                        $root.tillpost.host.v1.Money.encode(message.money, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.stan != null && $Object.hasOwnProperty.call(message, "stan") && message.stan !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.stan);
                    if (message.terminalTimeMs != null && $Object.hasOwnProperty.call(message, "terminalTimeMs") && (typeof message.terminalTimeMs === "object" ? message.terminalTimeMs.low || message.terminalTimeMs.high : message.terminalTimeMs !== 0))
                        writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.terminalTimeMs);
                    if (message.clock != null && $Object.hasOwnProperty.call(message, "clock") && message.clock !== 0)
                        writer.uint32(/* id 8, wireType 0 =*/64).int32(message.clock);
                    if (message.card != null && $Object.hasOwnProperty.call(message, "card"))
                        $root.tillpost.host.v1.Card.encode(message.card, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.response != null && $Object.hasOwnProperty.call(message, "response") && message.response !== 0)
                        writer.uint32(/* id 10, wireType 0 =*/80).int32(message.response);
                    if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                        writer.uint32(/* id 11, wireType 0 =*/88).int32(message.reason);
                    if (message.repeat != null && $Object.hasOwnProperty.call(message, "repeat") && message.repeat !== false)
                        writer.uint32(/* id 12, wireType 0 =*/96).bool(message.repeat);
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                        writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.batch);
                    if (message.deferred != null && $Object.hasOwnProperty.call(message, "deferred") && message.deferred !== false)
                        writer.uint32(/* id 14, wireType 0 =*/112).bool(message.deferred);
                    if (message.opening != null && $Object.hasOwnProperty.call(message, "opening") && message.opening !== 0)
                        writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.opening);
                    if (message.cardDataErased != null && $Object.hasOwnProperty.call(message, "cardDataErased") && message.cardDataErased !== false)
                        writer.uint32(/* id 16, wireType 0 =*/128).bool(message.cardDataErased);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Posting message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Posting
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Posting & tillpost.host.v1.Posting.$Shape} Posting
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Posting.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Posting();
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
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.key = $root.tillpost.host.v1.TransactionKey.decode(reader, reader.size(), $undefined, _depth + 1, message.key);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.money = $root.tillpost.host.v1.Money.decode(reader, reader.size(), $undefined, _depth + 1, message.money);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.stan = value;
                                else
                                    delete message.stan;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.terminalTimeMs = value;
                                else
                                    delete message.terminalTimeMs;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.clock = value;
                                else
                                    delete message.clock;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.card = $root.tillpost.host.v1.Card.decode(reader, reader.size(), $undefined, _depth + 1, message.card);
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.response = value;
                                else
                                    delete message.response;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.reason = value;
                                else
                                    delete message.reason;
                                continue;
                            }
                        case 12: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.repeat = value;
                                else
                                    delete message.repeat;
                                continue;
                            }
                        case 13: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.batch = value;
                                else
                                    delete message.batch;
                                continue;
                            }
                        case 14: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.deferred = value;
                                else
                                    delete message.deferred;
                                continue;
                            }
                        case 15: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.opening = value;
                                else
                                    delete message.opening;
                                continue;
                            }
                        case 16: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.cardDataErased = value;
                                else
                                    delete message.cardDataErased;
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

                return Posting;
            })();

            v1.ChainHead = (function() {

                /**
                 * Properties of a ChainHead.
                 * @typedef {Object} tillpost.host.v1.ChainHead.$Properties
                 * @property {number|Long|null} [entry] ChainHead entry
                 * @property {Uint8Array|null} [mac] ChainHead mac
                 * @property {Uint8Array|null} [epoch] ChainHead epoch
                 * @property {number|Long|null} [sequence] ChainHead sequence
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ChainHead.
                 * @memberof tillpost.host.v1
                 * @interface IChainHead
                 * @augments tillpost.host.v1.ChainHead.$Properties
                 * @deprecated Use tillpost.host.v1.ChainHead.$Properties instead.
                 */

                /**
                 * Shape of a ChainHead.
                 * @typedef {tillpost.host.v1.ChainHead.$Properties} tillpost.host.v1.ChainHead.$Shape
                 */

                /**
                 * Constructs a new ChainHead.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a ChainHead.
                 * @constructor
                 * @param {tillpost.host.v1.ChainHead.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ChainHead = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ChainHead entry.
                 * @member {number|Long} entry
                 * @memberof tillpost.host.v1.ChainHead
                 * @instance
                 */
                ChainHead.prototype.entry = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * ChainHead mac.
                 * @member {Uint8Array} mac
                 * @memberof tillpost.host.v1.ChainHead
                 * @instance
                 */
                ChainHead.prototype.mac = $util.newBuffer([]);

                /**
                 * ChainHead epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.ChainHead
                 * @instance
                 */
                ChainHead.prototype.epoch = $util.newBuffer([]);

                /**
                 * ChainHead sequence.
                 * @member {number|Long} sequence
                 * @memberof tillpost.host.v1.ChainHead
                 * @instance
                 */
                ChainHead.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Encodes the specified ChainHead message. Does not implicitly {@link tillpost.host.v1.ChainHead.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.ChainHead
                 * @static
                 * @param {tillpost.host.v1.ChainHead.$Properties} message ChainHead message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ChainHead.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.entry != null && $Object.hasOwnProperty.call(message, "entry") && (typeof message.entry === "object" ? message.entry.low || message.entry.high : message.entry !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.entry);
                    if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.mac);
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.epoch);
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.sequence);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ChainHead message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.ChainHead
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ChainHead & tillpost.host.v1.ChainHead.$Shape} ChainHead
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ChainHead.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.ChainHead();
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
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.entry = value;
                                else
                                    delete message.entry;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.mac = value;
                                else
                                    delete message.mac;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
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

                return ChainHead;
            })();

            v1.PostingBatch = (function() {

                /**
                 * Properties of a PostingBatch.
                 * @typedef {Object} tillpost.host.v1.PostingBatch.$Properties
                 * @property {Array.<tillpost.host.v1.Posting.$Properties>|null} [postings] PostingBatch postings
                 * @property {tillpost.host.v1.ChainHead.$Properties|null} [head] PostingBatch head
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PostingBatch.
                 * @memberof tillpost.host.v1
                 * @interface IPostingBatch
                 * @augments tillpost.host.v1.PostingBatch.$Properties
                 * @deprecated Use tillpost.host.v1.PostingBatch.$Properties instead.
                 */

                /**
                 * Shape of a PostingBatch.
                 * @typedef {tillpost.host.v1.PostingBatch.$Properties} tillpost.host.v1.PostingBatch.$Shape
                 */

                /**
                 * Constructs a new PostingBatch.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a PostingBatch.
                 * @constructor
                 * @param {tillpost.host.v1.PostingBatch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PostingBatch = function (properties) {
                    this.postings = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PostingBatch postings.
                 * @member {Array.<tillpost.host.v1.Posting.$Properties>} postings
                 * @memberof tillpost.host.v1.PostingBatch
                 * @instance
                 */
                PostingBatch.prototype.postings = $util.emptyArray;

                /**
                 * PostingBatch head.
                 * @member {tillpost.host.v1.ChainHead.$Properties|null|undefined} head
                 * @memberof tillpost.host.v1.PostingBatch
                 * @instance
                 */
                PostingBatch.prototype.head = null;

                /**
                 * Encodes the specified PostingBatch message. Does not implicitly {@link tillpost.host.v1.PostingBatch.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.PostingBatch
                 * @static
                 * @param {tillpost.host.v1.PostingBatch.$Properties} message PostingBatch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PostingBatch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.postings != null && message.postings.length)
                        for (let i = 0; i < message.postings.length; ++i)
                            $root.tillpost.host.v1.Posting.encode(message.postings[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                        $root.tillpost.host.v1.ChainHead.encode(message.head, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PostingBatch message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.PostingBatch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.PostingBatch & tillpost.host.v1.PostingBatch.$Shape} PostingBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PostingBatch.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.PostingBatch();
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
                                if (!(message.postings && message.postings.length))
                                    message.postings = [];
                                message.postings.push($root.tillpost.host.v1.Posting.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.head = $root.tillpost.host.v1.ChainHead.decode(reader, reader.size(), $undefined, _depth + 1, message.head);
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

                return PostingBatch;
            })();

            /**
             * Outcome enum.
             * @name tillpost.host.v1.Outcome
             * @enum {number}
             * @property {number} OUTCOME_UNSPECIFIED=0 OUTCOME_UNSPECIFIED value
             * @property {number} POSTED=1 POSTED value
             * @property {number} ALREADY_POSTED=2 ALREADY_POSTED value
             * @property {number} REJECTED=3 REJECTED value
             * @property {number} CONFLICT=4 CONFLICT value
             * @property {number} REVERSED=5 REVERSED value
             * @property {number} ALREADY_REVERSED=6 ALREADY_REVERSED value
             * @property {number} RETRY_LATER=7 RETRY_LATER value
             */
            v1.Outcome = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "OUTCOME_UNSPECIFIED"] = 0;
                values[valuesById[1] = "POSTED"] = 1;
                values[valuesById[2] = "ALREADY_POSTED"] = 2;
                values[valuesById[3] = "REJECTED"] = 3;
                values[valuesById[4] = "CONFLICT"] = 4;
                values[valuesById[5] = "REVERSED"] = 5;
                values[valuesById[6] = "ALREADY_REVERSED"] = 6;
                values[valuesById[7] = "RETRY_LATER"] = 7;
                return values;
            })();

            v1.Answer = (function() {

                /**
                 * Properties of an Answer.
                 * @typedef {Object} tillpost.host.v1.Answer.$Properties
                 * @property {tillpost.host.v1.TransactionKey.$Properties|null} [key] Answer key
                 * @property {number|Long|null} [sequence] Answer sequence
                 * @property {tillpost.host.v1.Outcome|null} [outcome] Answer outcome
                 * @property {string|null} [responseCode] Answer responseCode
                 * @property {string|null} [rrn] Answer rrn
                 * @property {tillpost.host.v1.Money.$Properties|null} [posted] Answer posted
                 * @property {number|Long|null} [hostTimeMs] Answer hostTimeMs
                 * @property {Uint8Array|null} [arpc] Answer arpc
                 * @property {number|null} [retryAfterMs] Answer retryAfterMs
                 * @property {number|null} [batch] Answer batch
                 * @property {number|null} [reversedBatch] Answer reversedBatch
                 * @property {number|null} [opening] Answer opening
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Answer.
                 * @memberof tillpost.host.v1
                 * @interface IAnswer
                 * @augments tillpost.host.v1.Answer.$Properties
                 * @deprecated Use tillpost.host.v1.Answer.$Properties instead.
                 */

                /**
                 * Shape of an Answer.
                 * @typedef {tillpost.host.v1.Answer.$Properties} tillpost.host.v1.Answer.$Shape
                 */

                /**
                 * Constructs a new Answer.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents an Answer.
                 * @constructor
                 * @param {tillpost.host.v1.Answer.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Answer = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Answer key.
                 * @member {tillpost.host.v1.TransactionKey.$Properties|null|undefined} key
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.key = null;

                /**
                 * Answer sequence.
                 * @member {number|Long} sequence
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Answer outcome.
                 * @member {tillpost.host.v1.Outcome} outcome
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.outcome = 0;

                /**
                 * Answer responseCode.
                 * @member {string} responseCode
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.responseCode = "";

                /**
                 * Answer rrn.
                 * @member {string} rrn
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.rrn = "";

                /**
                 * Answer posted.
                 * @member {tillpost.host.v1.Money.$Properties|null|undefined} posted
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.posted = null;

                /**
                 * Answer hostTimeMs.
                 * @member {number|Long} hostTimeMs
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.hostTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Answer arpc.
                 * @member {Uint8Array} arpc
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.arpc = $util.newBuffer([]);

                /**
                 * Answer retryAfterMs.
                 * @member {number} retryAfterMs
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.retryAfterMs = 0;

                /**
                 * Answer batch.
                 * @member {number} batch
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.batch = 0;

                /**
                 * Answer reversedBatch.
                 * @member {number} reversedBatch
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.reversedBatch = 0;

                /**
                 * Answer opening.
                 * @member {number} opening
                 * @memberof tillpost.host.v1.Answer
                 * @instance
                 */
                Answer.prototype.opening = 0;

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link tillpost.host.v1.Answer.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Answer
                 * @static
                 * @param {tillpost.host.v1.Answer.$Properties} message Answer message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Answer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        $root.tillpost.host.v1.TransactionKey.encode(message.key, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequence);
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).int32(message.outcome);
                    if (message.responseCode != null && $Object.hasOwnProperty.call(message, "responseCode") && message.responseCode !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.responseCode);
                    if (message.rrn != null && $Object.hasOwnProperty.call(message, "rrn") && message.rrn !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.rrn);
                    if (message.posted != null && $Object.hasOwnProperty.call(message, "posted"))
                        $root.tillpost.host.v1.Money.encode(message.posted, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.hostTimeMs != null && $Object.hasOwnProperty.call(message, "hostTimeMs") && (typeof message.hostTimeMs === "object" ? message.hostTimeMs.low || message.hostTimeMs.high : message.hostTimeMs !== 0))
                        writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.hostTimeMs);
                    if (message.arpc != null && $Object.hasOwnProperty.call(message, "arpc") && message.arpc.length)
                        writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.arpc);
                    if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                        writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.retryAfterMs);
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                        writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.batch);
                    if (message.reversedBatch != null && $Object.hasOwnProperty.call(message, "reversedBatch") && message.reversedBatch !== 0)
                        writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.reversedBatch);
                    if (message.opening != null && $Object.hasOwnProperty.call(message, "opening") && message.opening !== 0)
                        writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.opening);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Answer
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Answer & tillpost.host.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Answer.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Answer();
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
                                message.key = $root.tillpost.host.v1.TransactionKey.decode(reader, reader.size(), $undefined, _depth + 1, message.key);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.outcome = value;
                                else
                                    delete message.outcome;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.responseCode = value;
                                else
                                    delete message.responseCode;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.rrn = value;
                                else
                                    delete message.rrn;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.posted = $root.tillpost.host.v1.Money.decode(reader, reader.size(), $undefined, _depth + 1, message.posted);
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.hostTimeMs = value;
                                else
                                    delete message.hostTimeMs;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.arpc = value;
                                else
                                    delete message.arpc;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.retryAfterMs = value;
                                else
                                    delete message.retryAfterMs;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.batch = value;
                                else
                                    delete message.batch;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.reversedBatch = value;
                                else
                                    delete message.reversedBatch;
                                continue;
                            }
                        case 12: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.opening = value;
                                else
                                    delete message.opening;
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

                return Answer;
            })();

            v1.ReceiptBatch = (function() {

                /**
                 * Properties of a ReceiptBatch.
                 * @typedef {Object} tillpost.host.v1.ReceiptBatch.$Properties
                 * @property {Array.<tillpost.host.v1.Answer.$Properties>|null} [receipts] ReceiptBatch receipts
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ReceiptBatch.
                 * @memberof tillpost.host.v1
                 * @interface IReceiptBatch
                 * @augments tillpost.host.v1.ReceiptBatch.$Properties
                 * @deprecated Use tillpost.host.v1.ReceiptBatch.$Properties instead.
                 */

                /**
                 * Shape of a ReceiptBatch.
                 * @typedef {tillpost.host.v1.ReceiptBatch.$Properties} tillpost.host.v1.ReceiptBatch.$Shape
                 */

                /**
                 * Constructs a new ReceiptBatch.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a ReceiptBatch.
                 * @constructor
                 * @param {tillpost.host.v1.ReceiptBatch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ReceiptBatch = function (properties) {
                    this.receipts = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ReceiptBatch receipts.
                 * @member {Array.<tillpost.host.v1.Answer.$Properties>} receipts
                 * @memberof tillpost.host.v1.ReceiptBatch
                 * @instance
                 */
                ReceiptBatch.prototype.receipts = $util.emptyArray;

                /**
                 * Encodes the specified ReceiptBatch message. Does not implicitly {@link tillpost.host.v1.ReceiptBatch.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.ReceiptBatch
                 * @static
                 * @param {tillpost.host.v1.ReceiptBatch.$Properties} message ReceiptBatch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ReceiptBatch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.receipts != null && message.receipts.length)
                        for (let i = 0; i < message.receipts.length; ++i)
                            $root.tillpost.host.v1.Answer.encode(message.receipts[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ReceiptBatch message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.ReceiptBatch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ReceiptBatch & tillpost.host.v1.ReceiptBatch.$Shape} ReceiptBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ReceiptBatch.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.ReceiptBatch();
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
                                if (!(message.receipts && message.receipts.length))
                                    message.receipts = [];
                                message.receipts.push($root.tillpost.host.v1.Answer.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return ReceiptBatch;
            })();

            /**
             * ReaderState enum.
             * @name tillpost.host.v1.ReaderState
             * @enum {number}
             * @property {number} READER_STATE_UNSPECIFIED=0 READER_STATE_UNSPECIFIED value
             * @property {number} READER_MISSING=1 READER_MISSING value
             * @property {number} READER_CONNECTING=2 READER_CONNECTING value
             * @property {number} READER_READY=3 READER_READY value
             */
            v1.ReaderState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "READER_STATE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "READER_MISSING"] = 1;
                values[valuesById[2] = "READER_CONNECTING"] = 2;
                values[valuesById[3] = "READER_READY"] = 3;
                return values;
            })();

            v1.Heartbeat = (function() {

                /**
                 * Properties of a Heartbeat.
                 * @typedef {Object} tillpost.host.v1.Heartbeat.$Properties
                 * @property {Uint8Array|null} [nonce] Heartbeat nonce
                 * @property {number|Long|null} [terminalTimeMs] Heartbeat terminalTimeMs
                 * @property {tillpost.host.v1.ClockQuality|null} [clock] Heartbeat clock
                 * @property {number|null} [queueDepth] Heartbeat queueDepth
                 * @property {number|Long|null} [oldestAgeMs] Heartbeat oldestAgeMs
                 * @property {number|null} [parked] Heartbeat parked
                 * @property {tillpost.host.v1.ReaderState|null} [reader] Heartbeat reader
                 * @property {number|Long|null} [diskFreeBytes] Heartbeat diskFreeBytes
                 * @property {string|null} [agentVersion] Heartbeat agentVersion
                 * @property {tillpost.host.v1.ChainHead.$Properties|null} [head] Heartbeat head
                 * @property {number|null} [evictions] Heartbeat evictions
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Heartbeat.
                 * @memberof tillpost.host.v1
                 * @interface IHeartbeat
                 * @augments tillpost.host.v1.Heartbeat.$Properties
                 * @deprecated Use tillpost.host.v1.Heartbeat.$Properties instead.
                 */

                /**
                 * Shape of a Heartbeat.
                 * @typedef {tillpost.host.v1.Heartbeat.$Properties} tillpost.host.v1.Heartbeat.$Shape
                 */

                /**
                 * Constructs a new Heartbeat.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Heartbeat.
                 * @constructor
                 * @param {tillpost.host.v1.Heartbeat.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Heartbeat = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Heartbeat nonce.
                 * @member {Uint8Array} nonce
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.nonce = $util.newBuffer([]);

                /**
                 * Heartbeat terminalTimeMs.
                 * @member {number|Long} terminalTimeMs
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.terminalTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Heartbeat clock.
                 * @member {tillpost.host.v1.ClockQuality} clock
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.clock = 0;

                /**
                 * Heartbeat queueDepth.
                 * @member {number} queueDepth
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.queueDepth = 0;

                /**
                 * Heartbeat oldestAgeMs.
                 * @member {number|Long} oldestAgeMs
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.oldestAgeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Heartbeat parked.
                 * @member {number} parked
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.parked = 0;

                /**
                 * Heartbeat reader.
                 * @member {tillpost.host.v1.ReaderState} reader
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.reader = 0;

                /**
                 * Heartbeat diskFreeBytes.
                 * @member {number|Long} diskFreeBytes
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.diskFreeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Heartbeat agentVersion.
                 * @member {string} agentVersion
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.agentVersion = "";

                /**
                 * Heartbeat head.
                 * @member {tillpost.host.v1.ChainHead.$Properties|null|undefined} head
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.head = null;

                /**
                 * Heartbeat evictions.
                 * @member {number} evictions
                 * @memberof tillpost.host.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.evictions = 0;

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link tillpost.host.v1.Heartbeat.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Heartbeat
                 * @static
                 * @param {tillpost.host.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Heartbeat.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.nonce);
                    if (message.terminalTimeMs != null && $Object.hasOwnProperty.call(message, "terminalTimeMs") && (typeof message.terminalTimeMs === "object" ? message.terminalTimeMs.low || message.terminalTimeMs.high : message.terminalTimeMs !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.terminalTimeMs);
                    if (message.clock != null && $Object.hasOwnProperty.call(message, "clock") && message.clock !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).int32(message.clock);
                    if (message.queueDepth != null && $Object.hasOwnProperty.call(message, "queueDepth") && message.queueDepth !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.queueDepth);
                    if (message.oldestAgeMs != null && $Object.hasOwnProperty.call(message, "oldestAgeMs") && (typeof message.oldestAgeMs === "object" ? message.oldestAgeMs.low || message.oldestAgeMs.high : message.oldestAgeMs !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.oldestAgeMs);
                    if (message.parked != null && $Object.hasOwnProperty.call(message, "parked") && message.parked !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.parked);
                    if (message.reader != null && $Object.hasOwnProperty.call(message, "reader") && message.reader !== 0)
                        writer.uint32(/* id 7, wireType 0 =*/56).int32(message.reader);
                    if (message.diskFreeBytes != null && $Object.hasOwnProperty.call(message, "diskFreeBytes") && (typeof message.diskFreeBytes === "object" ? message.diskFreeBytes.low || message.diskFreeBytes.high : message.diskFreeBytes !== 0))
                        writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.diskFreeBytes);
                    if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                        writer.uint32(/* id 9, wireType 2 =*/74).string(message.agentVersion);
                    if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                        $root.tillpost.host.v1.ChainHead.encode(message.head, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                    if (message.evictions != null && $Object.hasOwnProperty.call(message, "evictions") && message.evictions !== 0)
                        writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.evictions);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Heartbeat
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Heartbeat & tillpost.host.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Heartbeat.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Heartbeat();
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
                                    message.nonce = value;
                                else
                                    delete message.nonce;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.terminalTimeMs = value;
                                else
                                    delete message.terminalTimeMs;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.clock = value;
                                else
                                    delete message.clock;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.queueDepth = value;
                                else
                                    delete message.queueDepth;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.oldestAgeMs = value;
                                else
                                    delete message.oldestAgeMs;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.parked = value;
                                else
                                    delete message.parked;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.reader = value;
                                else
                                    delete message.reader;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.diskFreeBytes = value;
                                else
                                    delete message.diskFreeBytes;
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.agentVersion = value;
                                else
                                    delete message.agentVersion;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.head = $root.tillpost.host.v1.ChainHead.decode(reader, reader.size(), $undefined, _depth + 1, message.head);
                                continue;
                            }
                        case 11: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.evictions = value;
                                else
                                    delete message.evictions;
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

                return Heartbeat;
            })();

            v1.Echo = (function() {

                /**
                 * Properties of an Echo.
                 * @typedef {Object} tillpost.host.v1.Echo.$Properties
                 * @property {Uint8Array|null} [nonce] Echo nonce
                 * @property {number|Long|null} [hostTimeMs] Echo hostTimeMs
                 * @property {number|null} [pauseMs] Echo pauseMs
                 * @property {number|null} [batchMax] Echo batchMax
                 * @property {Array.<tillpost.host.v1.ChainHead.$Properties>|null} [known] Echo known
                 * @property {Array.<tillpost.host.v1.JournalGap.$Properties>|null} [gaps] Echo gaps
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Echo.
                 * @memberof tillpost.host.v1
                 * @interface IEcho
                 * @augments tillpost.host.v1.Echo.$Properties
                 * @deprecated Use tillpost.host.v1.Echo.$Properties instead.
                 */

                /**
                 * Shape of an Echo.
                 * @typedef {tillpost.host.v1.Echo.$Properties} tillpost.host.v1.Echo.$Shape
                 */

                /**
                 * Constructs a new Echo.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents an Echo.
                 * @constructor
                 * @param {tillpost.host.v1.Echo.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Echo = function (properties) {
                    this.known = [];
                    this.gaps = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Echo nonce.
                 * @member {Uint8Array} nonce
                 * @memberof tillpost.host.v1.Echo
                 * @instance
                 */
                Echo.prototype.nonce = $util.newBuffer([]);

                /**
                 * Echo hostTimeMs.
                 * @member {number|Long} hostTimeMs
                 * @memberof tillpost.host.v1.Echo
                 * @instance
                 */
                Echo.prototype.hostTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Echo pauseMs.
                 * @member {number} pauseMs
                 * @memberof tillpost.host.v1.Echo
                 * @instance
                 */
                Echo.prototype.pauseMs = 0;

                /**
                 * Echo batchMax.
                 * @member {number} batchMax
                 * @memberof tillpost.host.v1.Echo
                 * @instance
                 */
                Echo.prototype.batchMax = 0;

                /**
                 * Echo known.
                 * @member {Array.<tillpost.host.v1.ChainHead.$Properties>} known
                 * @memberof tillpost.host.v1.Echo
                 * @instance
                 */
                Echo.prototype.known = $util.emptyArray;

                /**
                 * Echo gaps.
                 * @member {Array.<tillpost.host.v1.JournalGap.$Properties>} gaps
                 * @memberof tillpost.host.v1.Echo
                 * @instance
                 */
                Echo.prototype.gaps = $util.emptyArray;

                /**
                 * Encodes the specified Echo message. Does not implicitly {@link tillpost.host.v1.Echo.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Echo
                 * @static
                 * @param {tillpost.host.v1.Echo.$Properties} message Echo message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Echo.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.nonce);
                    if (message.hostTimeMs != null && $Object.hasOwnProperty.call(message, "hostTimeMs") && (typeof message.hostTimeMs === "object" ? message.hostTimeMs.low || message.hostTimeMs.high : message.hostTimeMs !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.hostTimeMs);
                    if (message.pauseMs != null && $Object.hasOwnProperty.call(message, "pauseMs") && message.pauseMs !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.pauseMs);
                    if (message.batchMax != null && $Object.hasOwnProperty.call(message, "batchMax") && message.batchMax !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.batchMax);
                    if (message.known != null && message.known.length)
                        for (let i = 0; i < message.known.length; ++i)
                            $root.tillpost.host.v1.ChainHead.encode(message.known[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.gaps != null && message.gaps.length)
                        for (let i = 0; i < message.gaps.length; ++i)
                            $root.tillpost.host.v1.JournalGap.encode(message.gaps[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Echo message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Echo
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Echo & tillpost.host.v1.Echo.$Shape} Echo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Echo.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Echo();
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
                                    message.nonce = value;
                                else
                                    delete message.nonce;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.hostTimeMs = value;
                                else
                                    delete message.hostTimeMs;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.pauseMs = value;
                                else
                                    delete message.pauseMs;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.batchMax = value;
                                else
                                    delete message.batchMax;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.known && message.known.length))
                                    message.known = [];
                                message.known.push($root.tillpost.host.v1.ChainHead.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.gaps && message.gaps.length))
                                    message.gaps = [];
                                message.gaps.push($root.tillpost.host.v1.JournalGap.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return Echo;
            })();

            v1.JournalGap = (function() {

                /**
                 * Properties of a JournalGap.
                 * @typedef {Object} tillpost.host.v1.JournalGap.$Properties
                 * @property {Uint8Array|null} [epoch] JournalGap epoch
                 * @property {number|Long|null} [entry] JournalGap entry
                 * @property {number|Long|null} [sequence] JournalGap sequence
                 * @property {Array.<number|Long>|null} [missing] JournalGap missing
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a JournalGap.
                 * @memberof tillpost.host.v1
                 * @interface IJournalGap
                 * @augments tillpost.host.v1.JournalGap.$Properties
                 * @deprecated Use tillpost.host.v1.JournalGap.$Properties instead.
                 */

                /**
                 * Shape of a JournalGap.
                 * @typedef {tillpost.host.v1.JournalGap.$Properties} tillpost.host.v1.JournalGap.$Shape
                 */

                /**
                 * Constructs a new JournalGap.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a JournalGap.
                 * @constructor
                 * @param {tillpost.host.v1.JournalGap.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const JournalGap = function (properties) {
                    this.missing = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * JournalGap epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.JournalGap
                 * @instance
                 */
                JournalGap.prototype.epoch = $util.newBuffer([]);

                /**
                 * JournalGap entry.
                 * @member {number|Long} entry
                 * @memberof tillpost.host.v1.JournalGap
                 * @instance
                 */
                JournalGap.prototype.entry = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * JournalGap sequence.
                 * @member {number|Long} sequence
                 * @memberof tillpost.host.v1.JournalGap
                 * @instance
                 */
                JournalGap.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * JournalGap missing.
                 * @member {Array.<number|Long>} missing
                 * @memberof tillpost.host.v1.JournalGap
                 * @instance
                 */
                JournalGap.prototype.missing = $util.emptyArray;

                /**
                 * Encodes the specified JournalGap message. Does not implicitly {@link tillpost.host.v1.JournalGap.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.JournalGap
                 * @static
                 * @param {tillpost.host.v1.JournalGap.$Properties} message JournalGap message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                JournalGap.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.epoch);
                    if (message.entry != null && $Object.hasOwnProperty.call(message, "entry") && (typeof message.entry === "object" ? message.entry.low || message.entry.high : message.entry !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.entry);
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
                    if (message.missing != null && message.missing.length)
                        writer.uint32(/* id 4, wireType 2 =*/34).uint64s(message.missing);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a JournalGap message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.JournalGap
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.JournalGap & tillpost.host.v1.JournalGap.$Shape} JournalGap
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                JournalGap.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.JournalGap();
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
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.entry = value;
                                else
                                    delete message.entry;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
                                continue;
                            }
                        case 4: {
                                if (wireType === 2) {
                                    if (!(message.missing && message.missing.length))
                                        message.missing = [];
                                    reader.uint64s(message.missing);
                                    continue;
                                }
                                if (wireType !== 0)
                                    break;
                                if (!(message.missing && message.missing.length))
                                    message.missing = [];
                                message.missing.push(reader.uint64());
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

                return JournalGap;
            })();

            /**
             * Presence enum.
             * @name tillpost.host.v1.Presence
             * @enum {number}
             * @property {number} PRESENCE_UNSPECIFIED=0 PRESENCE_UNSPECIFIED value
             * @property {number} BIRTH=1 BIRTH value
             * @property {number} DEATH=2 DEATH value
             */
            v1.Presence = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "PRESENCE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "BIRTH"] = 1;
                values[valuesById[2] = "DEATH"] = 2;
                return values;
            })();

            v1.Status = (function() {

                /**
                 * Properties of a Status.
                 * @typedef {Object} tillpost.host.v1.Status.$Properties
                 * @property {tillpost.host.v1.Presence|null} [presence] Status presence
                 * @property {Uint8Array|null} [session] Status session
                 * @property {number|Long|null} [sessionNumber] Status sessionNumber
                 * @property {string|null} [agentVersion] Status agentVersion
                 * @property {tillpost.host.v1.ChainHead.$Properties|null} [head] Status head
                 * @property {Array.<Uint8Array>|null} [continues] Status continues
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Status.
                 * @memberof tillpost.host.v1
                 * @interface IStatus
                 * @augments tillpost.host.v1.Status.$Properties
                 * @deprecated Use tillpost.host.v1.Status.$Properties instead.
                 */

                /**
                 * Shape of a Status.
                 * @typedef {tillpost.host.v1.Status.$Properties} tillpost.host.v1.Status.$Shape
                 */

                /**
                 * Constructs a new Status.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Status.
                 * @constructor
                 * @param {tillpost.host.v1.Status.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Status = function (properties) {
                    this.continues = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Status presence.
                 * @member {tillpost.host.v1.Presence} presence
                 * @memberof tillpost.host.v1.Status
                 * @instance
                 */
                Status.prototype.presence = 0;

                /**
                 * Status session.
                 * @member {Uint8Array} session
                 * @memberof tillpost.host.v1.Status
                 * @instance
                 */
                Status.prototype.session = $util.newBuffer([]);

                /**
                 * Status sessionNumber.
                 * @member {number|Long} sessionNumber
                 * @memberof tillpost.host.v1.Status
                 * @instance
                 */
                Status.prototype.sessionNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Status agentVersion.
                 * @member {string} agentVersion
                 * @memberof tillpost.host.v1.Status
                 * @instance
                 */
                Status.prototype.agentVersion = "";

                /**
                 * Status head.
                 * @member {tillpost.host.v1.ChainHead.$Properties|null|undefined} head
                 * @memberof tillpost.host.v1.Status
                 * @instance
                 */
                Status.prototype.head = null;

                /**
                 * Status continues.
                 * @member {Array.<Uint8Array>} continues
                 * @memberof tillpost.host.v1.Status
                 * @instance
                 */
                Status.prototype.continues = $util.emptyArray;

                /**
                 * Encodes the specified Status message. Does not implicitly {@link tillpost.host.v1.Status.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Status
                 * @static
                 * @param {tillpost.host.v1.Status.$Properties} message Status message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Status.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.presence != null && $Object.hasOwnProperty.call(message, "presence") && message.presence !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.presence);
                    if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.session);
                    if (message.sessionNumber != null && $Object.hasOwnProperty.call(message, "sessionNumber") && (typeof message.sessionNumber === "object" ? message.sessionNumber.low || message.sessionNumber.high : message.sessionNumber !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sessionNumber);
                    if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.agentVersion);
                    if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                        $root.tillpost.host.v1.ChainHead.encode(message.head, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.continues != null && message.continues.length)
                        for (let i = 0; i < message.continues.length; ++i)
                            writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.continues[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Status message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Status
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Status & tillpost.host.v1.Status.$Shape} Status
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Status.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Status();
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
                                    message.presence = value;
                                else
                                    delete message.presence;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.session = value;
                                else
                                    delete message.session;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sessionNumber = value;
                                else
                                    delete message.sessionNumber;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.agentVersion = value;
                                else
                                    delete message.agentVersion;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.head = $root.tillpost.host.v1.ChainHead.decode(reader, reader.size(), $undefined, _depth + 1, message.head);
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.continues && message.continues.length))
                                    message.continues = [];
                                message.continues.push(reader.bytes());
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

                return Status;
            })();

            /**
             * TotalType enum.
             * @name tillpost.host.v1.TotalType
             * @enum {number}
             * @property {number} TOTAL_TYPE_UNSPECIFIED=0 TOTAL_TYPE_UNSPECIFIED value
             * @property {number} TOTAL_SALE=1 TOTAL_SALE value
             * @property {number} TOTAL_REFUND=2 TOTAL_REFUND value
             * @property {number} TOTAL_SALE_VOID=3 TOTAL_SALE_VOID value
             * @property {number} TOTAL_REFUND_VOID=4 TOTAL_REFUND_VOID value
             */
            v1.TotalType = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "TOTAL_TYPE_UNSPECIFIED"] = 0;
                values[valuesById[1] = "TOTAL_SALE"] = 1;
                values[valuesById[2] = "TOTAL_REFUND"] = 2;
                values[valuesById[3] = "TOTAL_SALE_VOID"] = 3;
                values[valuesById[4] = "TOTAL_REFUND_VOID"] = 4;
                return values;
            })();

            v1.Total = (function() {

                /**
                 * Properties of a Total.
                 * @typedef {Object} tillpost.host.v1.Total.$Properties
                 * @property {tillpost.host.v1.TotalType|null} [type] Total type
                 * @property {number|null} [currency] Total currency
                 * @property {number|null} [exponent] Total exponent
                 * @property {number|null} [count] Total count
                 * @property {number|Long|null} [amount] Total amount
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Total.
                 * @memberof tillpost.host.v1
                 * @interface ITotal
                 * @augments tillpost.host.v1.Total.$Properties
                 * @deprecated Use tillpost.host.v1.Total.$Properties instead.
                 */

                /**
                 * Shape of a Total.
                 * @typedef {tillpost.host.v1.Total.$Properties} tillpost.host.v1.Total.$Shape
                 */

                /**
                 * Constructs a new Total.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Total.
                 * @constructor
                 * @param {tillpost.host.v1.Total.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Total = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Total type.
                 * @member {tillpost.host.v1.TotalType} type
                 * @memberof tillpost.host.v1.Total
                 * @instance
                 */
                Total.prototype.type = 0;

                /**
                 * Total currency.
                 * @member {number} currency
                 * @memberof tillpost.host.v1.Total
                 * @instance
                 */
                Total.prototype.currency = 0;

                /**
                 * Total exponent.
                 * @member {number} exponent
                 * @memberof tillpost.host.v1.Total
                 * @instance
                 */
                Total.prototype.exponent = 0;

                /**
                 * Total count.
                 * @member {number} count
                 * @memberof tillpost.host.v1.Total
                 * @instance
                 */
                Total.prototype.count = 0;

                /**
                 * Total amount.
                 * @member {number|Long} amount
                 * @memberof tillpost.host.v1.Total
                 * @instance
                 */
                Total.prototype.amount = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Encodes the specified Total message. Does not implicitly {@link tillpost.host.v1.Total.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Total
                 * @static
                 * @param {tillpost.host.v1.Total.$Properties} message Total message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Total.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
                    if (message.currency != null && $Object.hasOwnProperty.call(message, "currency") && message.currency !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.currency);
                    if (message.exponent != null && $Object.hasOwnProperty.call(message, "exponent") && message.exponent !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.exponent);
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.count);
                    if (message.amount != null && $Object.hasOwnProperty.call(message, "amount") && (typeof message.amount === "object" ? message.amount.low || message.amount.high : message.amount !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.amount);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Total message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Total
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Total & tillpost.host.v1.Total.$Shape} Total
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Total.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Total();
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
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.currency = value;
                                else
                                    delete message.currency;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.exponent = value;
                                else
                                    delete message.exponent;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.count = value;
                                else
                                    delete message.count;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.amount = value;
                                else
                                    delete message.amount;
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

                return Total;
            })();

            v1.Settlement = (function() {

                /**
                 * Properties of a Settlement.
                 * @typedef {Object} tillpost.host.v1.Settlement.$Properties
                 * @property {tillpost.host.v1.BatchTotals.$Properties|null} [totals] Settlement totals
                 * @property {tillpost.host.v1.BatchDetails.$Properties|null} [details] Settlement details
                 * @property {"totals"|"details"} [step] Settlement step
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Settlement.
                 * @memberof tillpost.host.v1
                 * @interface ISettlement
                 * @augments tillpost.host.v1.Settlement.$Properties
                 * @deprecated Use tillpost.host.v1.Settlement.$Properties instead.
                 */

                /**
                 * Narrowed shape of a Settlement.
                 * @typedef {{
                 *   totals?: tillpost.host.v1.BatchTotals.$Shape|null;
                 *   details?: tillpost.host.v1.BatchDetails.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ step?: undefined; totals?: null; details?: null }|{ step?: "totals"; totals: tillpost.host.v1.BatchTotals.$Shape; details?: null }|{ step?: "details"; totals?: null; details: tillpost.host.v1.BatchDetails.$Shape })
                 * )} tillpost.host.v1.Settlement.$Shape
                 */

                /**
                 * Constructs a new Settlement.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Settlement.
                 * @constructor
                 * @param {tillpost.host.v1.Settlement.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Settlement = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Settlement totals.
                 * @member {tillpost.host.v1.BatchTotals.$Properties|null|undefined} totals
                 * @memberof tillpost.host.v1.Settlement
                 * @instance
                 */
                Settlement.prototype.totals = null;

                /**
                 * Settlement details.
                 * @member {tillpost.host.v1.BatchDetails.$Properties|null|undefined} details
                 * @memberof tillpost.host.v1.Settlement
                 * @instance
                 */
                Settlement.prototype.details = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * Settlement step.
                 * @member {"totals"|"details"|undefined} step
                 * @memberof tillpost.host.v1.Settlement
                 * @instance
                 */
                $Object.defineProperty(Settlement.prototype, "step", {
                    get: $util.oneOfGetter($oneOfFields = ["totals", "details"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified Settlement message. Does not implicitly {@link tillpost.host.v1.Settlement.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Settlement
                 * @static
                 * @param {tillpost.host.v1.Settlement.$Properties} message Settlement message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Settlement.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.totals != null && $Object.hasOwnProperty.call(message, "totals"))
                        $root.tillpost.host.v1.BatchTotals.encode(message.totals, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.details != null && $Object.hasOwnProperty.call(message, "details"))
                        $root.tillpost.host.v1.BatchDetails.encode(message.details, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Settlement message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Settlement
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Settlement & tillpost.host.v1.Settlement.$Shape} Settlement
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Settlement.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Settlement();
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
                                message.totals = $root.tillpost.host.v1.BatchTotals.decode(reader, reader.size(), $undefined, _depth + 1, message.totals);
                                message.step = "totals";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.details = $root.tillpost.host.v1.BatchDetails.decode(reader, reader.size(), $undefined, _depth + 1, message.details);
                                message.step = "details";
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

                return Settlement;
            })();

            v1.BatchTotals = (function() {

                /**
                 * Properties of a BatchTotals.
                 * @typedef {Object} tillpost.host.v1.BatchTotals.$Properties
                 * @property {number|null} [batch] BatchTotals batch
                 * @property {string|null} [businessDate] BatchTotals businessDate
                 * @property {Uint8Array|null} [epoch] BatchTotals epoch
                 * @property {number|Long|null} [sequence] BatchTotals sequence
                 * @property {Array.<tillpost.host.v1.Total.$Properties>|null} [totals] BatchTotals totals
                 * @property {boolean|null} [repeat] BatchTotals repeat
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BatchTotals.
                 * @memberof tillpost.host.v1
                 * @interface IBatchTotals
                 * @augments tillpost.host.v1.BatchTotals.$Properties
                 * @deprecated Use tillpost.host.v1.BatchTotals.$Properties instead.
                 */

                /**
                 * Shape of a BatchTotals.
                 * @typedef {tillpost.host.v1.BatchTotals.$Properties} tillpost.host.v1.BatchTotals.$Shape
                 */

                /**
                 * Constructs a new BatchTotals.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a BatchTotals.
                 * @constructor
                 * @param {tillpost.host.v1.BatchTotals.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BatchTotals = function (properties) {
                    this.totals = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BatchTotals batch.
                 * @member {number} batch
                 * @memberof tillpost.host.v1.BatchTotals
                 * @instance
                 */
                BatchTotals.prototype.batch = 0;

                /**
                 * BatchTotals businessDate.
                 * @member {string} businessDate
                 * @memberof tillpost.host.v1.BatchTotals
                 * @instance
                 */
                BatchTotals.prototype.businessDate = "";

                /**
                 * BatchTotals epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.BatchTotals
                 * @instance
                 */
                BatchTotals.prototype.epoch = $util.newBuffer([]);

                /**
                 * BatchTotals sequence.
                 * @member {number|Long} sequence
                 * @memberof tillpost.host.v1.BatchTotals
                 * @instance
                 */
                BatchTotals.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * BatchTotals totals.
                 * @member {Array.<tillpost.host.v1.Total.$Properties>} totals
                 * @memberof tillpost.host.v1.BatchTotals
                 * @instance
                 */
                BatchTotals.prototype.totals = $util.emptyArray;

                /**
                 * BatchTotals repeat.
                 * @member {boolean} repeat
                 * @memberof tillpost.host.v1.BatchTotals
                 * @instance
                 */
                BatchTotals.prototype.repeat = false;

                /**
                 * Encodes the specified BatchTotals message. Does not implicitly {@link tillpost.host.v1.BatchTotals.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.BatchTotals
                 * @static
                 * @param {tillpost.host.v1.BatchTotals.$Properties} message BatchTotals message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BatchTotals.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.batch);
                    if (message.businessDate != null && $Object.hasOwnProperty.call(message, "businessDate") && message.businessDate !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.businessDate);
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.epoch);
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.sequence);
                    if (message.totals != null && message.totals.length)
                        for (let i = 0; i < message.totals.length; ++i)
                            $root.tillpost.host.v1.Total.encode(message.totals[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.repeat != null && $Object.hasOwnProperty.call(message, "repeat") && message.repeat !== false)
                        writer.uint32(/* id 6, wireType 0 =*/48).bool(message.repeat);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BatchTotals message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.BatchTotals
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.BatchTotals & tillpost.host.v1.BatchTotals.$Shape} BatchTotals
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BatchTotals.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.BatchTotals();
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
                                    message.batch = value;
                                else
                                    delete message.batch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.businessDate = value;
                                else
                                    delete message.businessDate;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.totals && message.totals.length))
                                    message.totals = [];
                                message.totals.push($root.tillpost.host.v1.Total.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.repeat = value;
                                else
                                    delete message.repeat;
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

                return BatchTotals;
            })();

            v1.BatchDetails = (function() {

                /**
                 * Properties of a BatchDetails.
                 * @typedef {Object} tillpost.host.v1.BatchDetails.$Properties
                 * @property {number|null} [batch] BatchDetails batch
                 * @property {Uint8Array|null} [epoch] BatchDetails epoch
                 * @property {number|null} [page] BatchDetails page
                 * @property {boolean|null} [last] BatchDetails last
                 * @property {Array.<tillpost.host.v1.BatchDetail.$Properties>|null} [details] BatchDetails details
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BatchDetails.
                 * @memberof tillpost.host.v1
                 * @interface IBatchDetails
                 * @augments tillpost.host.v1.BatchDetails.$Properties
                 * @deprecated Use tillpost.host.v1.BatchDetails.$Properties instead.
                 */

                /**
                 * Shape of a BatchDetails.
                 * @typedef {tillpost.host.v1.BatchDetails.$Properties} tillpost.host.v1.BatchDetails.$Shape
                 */

                /**
                 * Constructs a new BatchDetails.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a BatchDetails.
                 * @constructor
                 * @param {tillpost.host.v1.BatchDetails.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BatchDetails = function (properties) {
                    this.details = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BatchDetails batch.
                 * @member {number} batch
                 * @memberof tillpost.host.v1.BatchDetails
                 * @instance
                 */
                BatchDetails.prototype.batch = 0;

                /**
                 * BatchDetails epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.BatchDetails
                 * @instance
                 */
                BatchDetails.prototype.epoch = $util.newBuffer([]);

                /**
                 * BatchDetails page.
                 * @member {number} page
                 * @memberof tillpost.host.v1.BatchDetails
                 * @instance
                 */
                BatchDetails.prototype.page = 0;

                /**
                 * BatchDetails last.
                 * @member {boolean} last
                 * @memberof tillpost.host.v1.BatchDetails
                 * @instance
                 */
                BatchDetails.prototype.last = false;

                /**
                 * BatchDetails details.
                 * @member {Array.<tillpost.host.v1.BatchDetail.$Properties>} details
                 * @memberof tillpost.host.v1.BatchDetails
                 * @instance
                 */
                BatchDetails.prototype.details = $util.emptyArray;

                /**
                 * Encodes the specified BatchDetails message. Does not implicitly {@link tillpost.host.v1.BatchDetails.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.BatchDetails
                 * @static
                 * @param {tillpost.host.v1.BatchDetails.$Properties} message BatchDetails message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BatchDetails.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.batch);
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.epoch);
                    if (message.page != null && $Object.hasOwnProperty.call(message, "page") && message.page !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.page);
                    if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.last);
                    if (message.details != null && message.details.length)
                        for (let i = 0; i < message.details.length; ++i)
                            $root.tillpost.host.v1.BatchDetail.encode(message.details[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BatchDetails message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.BatchDetails
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.BatchDetails & tillpost.host.v1.BatchDetails.$Shape} BatchDetails
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BatchDetails.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.BatchDetails();
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
                                    message.batch = value;
                                else
                                    delete message.batch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.page = value;
                                else
                                    delete message.page;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.last = value;
                                else
                                    delete message.last;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.details && message.details.length))
                                    message.details = [];
                                message.details.push($root.tillpost.host.v1.BatchDetail.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return BatchDetails;
            })();

            v1.BatchDetail = (function() {

                /**
                 * Properties of a BatchDetail.
                 * @typedef {Object} tillpost.host.v1.BatchDetail.$Properties
                 * @property {tillpost.host.v1.TransactionKey.$Properties|null} [key] BatchDetail key
                 * @property {tillpost.host.v1.TotalType|null} [type] BatchDetail type
                 * @property {tillpost.host.v1.Money.$Properties|null} [money] BatchDetail money
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a BatchDetail.
                 * @memberof tillpost.host.v1
                 * @interface IBatchDetail
                 * @augments tillpost.host.v1.BatchDetail.$Properties
                 * @deprecated Use tillpost.host.v1.BatchDetail.$Properties instead.
                 */

                /**
                 * Shape of a BatchDetail.
                 * @typedef {tillpost.host.v1.BatchDetail.$Properties} tillpost.host.v1.BatchDetail.$Shape
                 */

                /**
                 * Constructs a new BatchDetail.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a BatchDetail.
                 * @constructor
                 * @param {tillpost.host.v1.BatchDetail.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const BatchDetail = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * BatchDetail key.
                 * @member {tillpost.host.v1.TransactionKey.$Properties|null|undefined} key
                 * @memberof tillpost.host.v1.BatchDetail
                 * @instance
                 */
                BatchDetail.prototype.key = null;

                /**
                 * BatchDetail type.
                 * @member {tillpost.host.v1.TotalType} type
                 * @memberof tillpost.host.v1.BatchDetail
                 * @instance
                 */
                BatchDetail.prototype.type = 0;

                /**
                 * BatchDetail money.
                 * @member {tillpost.host.v1.Money.$Properties|null|undefined} money
                 * @memberof tillpost.host.v1.BatchDetail
                 * @instance
                 */
                BatchDetail.prototype.money = null;

                /**
                 * Encodes the specified BatchDetail message. Does not implicitly {@link tillpost.host.v1.BatchDetail.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.BatchDetail
                 * @static
                 * @param {tillpost.host.v1.BatchDetail.$Properties} message BatchDetail message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                BatchDetail.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        $root.tillpost.host.v1.TransactionKey.encode(message.key, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                    if (message.money != null && $Object.hasOwnProperty.call(message, "money"))
                        $root.tillpost.host.v1.Money.encode(message.money, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a BatchDetail message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.BatchDetail
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.BatchDetail & tillpost.host.v1.BatchDetail.$Shape} BatchDetail
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                BatchDetail.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.BatchDetail();
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
                                message.key = $root.tillpost.host.v1.TransactionKey.decode(reader, reader.size(), $undefined, _depth + 1, message.key);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.money = $root.tillpost.host.v1.Money.decode(reader, reader.size(), $undefined, _depth + 1, message.money);
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

                return BatchDetail;
            })();

            v1.SettlementAnswer = (function() {

                /**
                 * Properties of a SettlementAnswer.
                 * @typedef {Object} tillpost.host.v1.SettlementAnswer.$Properties
                 * @property {number|null} [batch] SettlementAnswer batch
                 * @property {Uint8Array|null} [epoch] SettlementAnswer epoch
                 * @property {number|null} [page] SettlementAnswer page
                 * @property {boolean|null} [matched] SettlementAnswer matched
                 * @property {Array.<tillpost.host.v1.Total.$Properties>|null} [totals] SettlementAnswer totals
                 * @property {Array.<tillpost.host.v1.Difference.$Properties>|null} [differences] SettlementAnswer differences
                 * @property {number|Long|null} [hostTimeMs] SettlementAnswer hostTimeMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SettlementAnswer.
                 * @memberof tillpost.host.v1
                 * @interface ISettlementAnswer
                 * @augments tillpost.host.v1.SettlementAnswer.$Properties
                 * @deprecated Use tillpost.host.v1.SettlementAnswer.$Properties instead.
                 */

                /**
                 * Shape of a SettlementAnswer.
                 * @typedef {tillpost.host.v1.SettlementAnswer.$Properties} tillpost.host.v1.SettlementAnswer.$Shape
                 */

                /**
                 * Constructs a new SettlementAnswer.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a SettlementAnswer.
                 * @constructor
                 * @param {tillpost.host.v1.SettlementAnswer.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SettlementAnswer = function (properties) {
                    this.totals = [];
                    this.differences = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SettlementAnswer batch.
                 * @member {number} batch
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.batch = 0;

                /**
                 * SettlementAnswer epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.epoch = $util.newBuffer([]);

                /**
                 * SettlementAnswer page.
                 * @member {number} page
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.page = 0;

                /**
                 * SettlementAnswer matched.
                 * @member {boolean} matched
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.matched = false;

                /**
                 * SettlementAnswer totals.
                 * @member {Array.<tillpost.host.v1.Total.$Properties>} totals
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.totals = $util.emptyArray;

                /**
                 * SettlementAnswer differences.
                 * @member {Array.<tillpost.host.v1.Difference.$Properties>} differences
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.differences = $util.emptyArray;

                /**
                 * SettlementAnswer hostTimeMs.
                 * @member {number|Long} hostTimeMs
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @instance
                 */
                SettlementAnswer.prototype.hostTimeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Encodes the specified SettlementAnswer message. Does not implicitly {@link tillpost.host.v1.SettlementAnswer.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @static
                 * @param {tillpost.host.v1.SettlementAnswer.$Properties} message SettlementAnswer message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SettlementAnswer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.batch);
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.epoch);
                    if (message.page != null && $Object.hasOwnProperty.call(message, "page") && message.page !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.page);
                    if (message.matched != null && $Object.hasOwnProperty.call(message, "matched") && message.matched !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.matched);
                    if (message.totals != null && message.totals.length)
                        for (let i = 0; i < message.totals.length; ++i)
                            $root.tillpost.host.v1.Total.encode(message.totals[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.differences != null && message.differences.length)
                        for (let i = 0; i < message.differences.length; ++i)
                            $root.tillpost.host.v1.Difference.encode(message.differences[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.hostTimeMs != null && $Object.hasOwnProperty.call(message, "hostTimeMs") && (typeof message.hostTimeMs === "object" ? message.hostTimeMs.low || message.hostTimeMs.high : message.hostTimeMs !== 0))
                        writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.hostTimeMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SettlementAnswer message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.SettlementAnswer
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.SettlementAnswer & tillpost.host.v1.SettlementAnswer.$Shape} SettlementAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SettlementAnswer.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.SettlementAnswer();
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
                                    message.batch = value;
                                else
                                    delete message.batch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.page = value;
                                else
                                    delete message.page;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.matched = value;
                                else
                                    delete message.matched;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.totals && message.totals.length))
                                    message.totals = [];
                                message.totals.push($root.tillpost.host.v1.Total.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.differences && message.differences.length))
                                    message.differences = [];
                                message.differences.push($root.tillpost.host.v1.Difference.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.hostTimeMs = value;
                                else
                                    delete message.hostTimeMs;
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

                return SettlementAnswer;
            })();

            /**
             * DifferenceKind enum.
             * @name tillpost.host.v1.DifferenceKind
             * @enum {number}
             * @property {number} DIFFERENCE_KIND_UNSPECIFIED=0 DIFFERENCE_KIND_UNSPECIFIED value
             * @property {number} MISSING_AT_TERMINAL=1 MISSING_AT_TERMINAL value
             * @property {number} MISSING_AT_HOST=2 MISSING_AT_HOST value
             * @property {number} AMOUNT_DIFFERS=3 AMOUNT_DIFFERS value
             */
            v1.DifferenceKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "DIFFERENCE_KIND_UNSPECIFIED"] = 0;
                values[valuesById[1] = "MISSING_AT_TERMINAL"] = 1;
                values[valuesById[2] = "MISSING_AT_HOST"] = 2;
                values[valuesById[3] = "AMOUNT_DIFFERS"] = 3;
                return values;
            })();

            v1.Difference = (function() {

                /**
                 * Properties of a Difference.
                 * @typedef {Object} tillpost.host.v1.Difference.$Properties
                 * @property {tillpost.host.v1.TransactionKey.$Properties|null} [key] Difference key
                 * @property {tillpost.host.v1.DifferenceKind|null} [kind] Difference kind
                 * @property {tillpost.host.v1.TotalType|null} [type] Difference type
                 * @property {tillpost.host.v1.Money.$Properties|null} [terminal] Difference terminal
                 * @property {tillpost.host.v1.Money.$Properties|null} [host] Difference host
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Difference.
                 * @memberof tillpost.host.v1
                 * @interface IDifference
                 * @augments tillpost.host.v1.Difference.$Properties
                 * @deprecated Use tillpost.host.v1.Difference.$Properties instead.
                 */

                /**
                 * Shape of a Difference.
                 * @typedef {tillpost.host.v1.Difference.$Properties} tillpost.host.v1.Difference.$Shape
                 */

                /**
                 * Constructs a new Difference.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Difference.
                 * @constructor
                 * @param {tillpost.host.v1.Difference.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Difference = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Difference key.
                 * @member {tillpost.host.v1.TransactionKey.$Properties|null|undefined} key
                 * @memberof tillpost.host.v1.Difference
                 * @instance
                 */
                Difference.prototype.key = null;

                /**
                 * Difference kind.
                 * @member {tillpost.host.v1.DifferenceKind} kind
                 * @memberof tillpost.host.v1.Difference
                 * @instance
                 */
                Difference.prototype.kind = 0;

                /**
                 * Difference type.
                 * @member {tillpost.host.v1.TotalType} type
                 * @memberof tillpost.host.v1.Difference
                 * @instance
                 */
                Difference.prototype.type = 0;

                /**
                 * Difference terminal.
                 * @member {tillpost.host.v1.Money.$Properties|null|undefined} terminal
                 * @memberof tillpost.host.v1.Difference
                 * @instance
                 */
                Difference.prototype.terminal = null;

                /**
                 * Difference host.
                 * @member {tillpost.host.v1.Money.$Properties|null|undefined} host
                 * @memberof tillpost.host.v1.Difference
                 * @instance
                 */
                Difference.prototype.host = null;

                /**
                 * Encodes the specified Difference message. Does not implicitly {@link tillpost.host.v1.Difference.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Difference
                 * @static
                 * @param {tillpost.host.v1.Difference.$Properties} message Difference message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Difference.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        $root.tillpost.host.v1.TransactionKey.encode(message.key, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.kind);
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).int32(message.type);
                    if (message.terminal != null && $Object.hasOwnProperty.call(message, "terminal"))
                        $root.tillpost.host.v1.Money.encode(message.terminal, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                        $root.tillpost.host.v1.Money.encode(message.host, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Difference message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Difference
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Difference & tillpost.host.v1.Difference.$Shape} Difference
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Difference.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Difference();
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
                                message.key = $root.tillpost.host.v1.TransactionKey.decode(reader, reader.size(), $undefined, _depth + 1, message.key);
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.terminal = $root.tillpost.host.v1.Money.decode(reader, reader.size(), $undefined, _depth + 1, message.terminal);
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.host = $root.tillpost.host.v1.Money.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
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

                return Difference;
            })();

            v1.Command = (function() {

                /**
                 * Properties of a Command.
                 * @typedef {Object} tillpost.host.v1.Command.$Properties
                 * @property {number|Long|null} [counter] Command counter
                 * @property {Uint8Array|null} [epoch] Command epoch
                 * @property {number|Long|null} [issuedAtMs] Command issuedAtMs
                 * @property {tillpost.host.v1.SetLimits.$Properties|null} [setLimits] Command setLimits
                 * @property {tillpost.host.v1.CloseBatch.$Properties|null} [closeBatch] Command closeBatch
                 * @property {tillpost.host.v1.Resend.$Properties|null} [resend] Command resend
                 * @property {tillpost.host.v1.StopSales.$Properties|null} [stopSales] Command stopSales
                 * @property {tillpost.host.v1.ResumeSales.$Properties|null} [resumeSales] Command resumeSales
                 * @property {tillpost.host.v1.ResetOfflineCounters.$Properties|null} [resetOfflineCounters] Command resetOfflineCounters
                 * @property {tillpost.host.v1.AnnounceKey.$Properties|null} [announceKey] Command announceKey
                 * @property {"setLimits"|"closeBatch"|"resend"|"stopSales"|"resumeSales"|"resetOfflineCounters"|"announceKey"} [order] Command order
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Command.
                 * @memberof tillpost.host.v1
                 * @interface ICommand
                 * @augments tillpost.host.v1.Command.$Properties
                 * @deprecated Use tillpost.host.v1.Command.$Properties instead.
                 */

                /**
                 * Narrowed shape of a Command.
                 * @typedef {{
                 *   counter?: number|Long|null;
                 *   epoch?: Uint8Array|null;
                 *   issuedAtMs?: number|Long|null;
                 *   setLimits?: tillpost.host.v1.SetLimits.$Shape|null;
                 *   closeBatch?: tillpost.host.v1.CloseBatch.$Shape|null;
                 *   resend?: tillpost.host.v1.Resend.$Shape|null;
                 *   stopSales?: tillpost.host.v1.StopSales.$Shape|null;
                 *   resumeSales?: tillpost.host.v1.ResumeSales.$Shape|null;
                 *   resetOfflineCounters?: tillpost.host.v1.ResetOfflineCounters.$Shape|null;
                 *   announceKey?: tillpost.host.v1.AnnounceKey.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ order?: undefined; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "setLimits"; setLimits: tillpost.host.v1.SetLimits.$Shape; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "closeBatch"; setLimits?: null; closeBatch: tillpost.host.v1.CloseBatch.$Shape; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "resend"; setLimits?: null; closeBatch?: null; resend: tillpost.host.v1.Resend.$Shape; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "stopSales"; setLimits?: null; closeBatch?: null; resend?: null; stopSales: tillpost.host.v1.StopSales.$Shape; resumeSales?: null; resetOfflineCounters?: null; announceKey?: null }|{ order?: "resumeSales"; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales: tillpost.host.v1.ResumeSales.$Shape; resetOfflineCounters?: null; announceKey?: null }|{ order?: "resetOfflineCounters"; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters: tillpost.host.v1.ResetOfflineCounters.$Shape; announceKey?: null }|{ order?: "announceKey"; setLimits?: null; closeBatch?: null; resend?: null; stopSales?: null; resumeSales?: null; resetOfflineCounters?: null; announceKey: tillpost.host.v1.AnnounceKey.$Shape })
                 * )} tillpost.host.v1.Command.$Shape
                 */

                /**
                 * Constructs a new Command.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Command.
                 * @constructor
                 * @param {tillpost.host.v1.Command.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Command = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Command counter.
                 * @member {number|Long} counter
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Command epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.epoch = $util.newBuffer([]);

                /**
                 * Command issuedAtMs.
                 * @member {number|Long} issuedAtMs
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.issuedAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Command setLimits.
                 * @member {tillpost.host.v1.SetLimits.$Properties|null|undefined} setLimits
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.setLimits = null;

                /**
                 * Command closeBatch.
                 * @member {tillpost.host.v1.CloseBatch.$Properties|null|undefined} closeBatch
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.closeBatch = null;

                /**
                 * Command resend.
                 * @member {tillpost.host.v1.Resend.$Properties|null|undefined} resend
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.resend = null;

                /**
                 * Command stopSales.
                 * @member {tillpost.host.v1.StopSales.$Properties|null|undefined} stopSales
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.stopSales = null;

                /**
                 * Command resumeSales.
                 * @member {tillpost.host.v1.ResumeSales.$Properties|null|undefined} resumeSales
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.resumeSales = null;

                /**
                 * Command resetOfflineCounters.
                 * @member {tillpost.host.v1.ResetOfflineCounters.$Properties|null|undefined} resetOfflineCounters
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.resetOfflineCounters = null;

                /**
                 * Command announceKey.
                 * @member {tillpost.host.v1.AnnounceKey.$Properties|null|undefined} announceKey
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                Command.prototype.announceKey = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * Command order.
                 * @member {"setLimits"|"closeBatch"|"resend"|"stopSales"|"resumeSales"|"resetOfflineCounters"|"announceKey"|undefined} order
                 * @memberof tillpost.host.v1.Command
                 * @instance
                 */
                $Object.defineProperty(Command.prototype, "order", {
                    get: $util.oneOfGetter($oneOfFields = ["setLimits", "closeBatch", "resend", "stopSales", "resumeSales", "resetOfflineCounters", "announceKey"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified Command message. Does not implicitly {@link tillpost.host.v1.Command.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Command
                 * @static
                 * @param {tillpost.host.v1.Command.$Properties} message Command message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Command.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.counter);
                    if (message.setLimits != null && $Object.hasOwnProperty.call(message, "setLimits"))
                        $root.tillpost.host.v1.SetLimits.encode(message.setLimits, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.closeBatch != null && $Object.hasOwnProperty.call(message, "closeBatch"))
                        $root.tillpost.host.v1.CloseBatch.encode(message.closeBatch, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.resend != null && $Object.hasOwnProperty.call(message, "resend"))
                        $root.tillpost.host.v1.Resend.encode(message.resend, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.stopSales != null && $Object.hasOwnProperty.call(message, "stopSales"))
                        $root.tillpost.host.v1.StopSales.encode(message.stopSales, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.resumeSales != null && $Object.hasOwnProperty.call(message, "resumeSales"))
                        $root.tillpost.host.v1.ResumeSales.encode(message.resumeSales, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                    if (message.resetOfflineCounters != null && $Object.hasOwnProperty.call(message, "resetOfflineCounters"))
                        $root.tillpost.host.v1.ResetOfflineCounters.encode(message.resetOfflineCounters, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.announceKey != null && $Object.hasOwnProperty.call(message, "announceKey"))
                        $root.tillpost.host.v1.AnnounceKey.encode(message.announceKey, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 20, wireType 2 =*/162).bytes(message.epoch);
                    if (message.issuedAtMs != null && $Object.hasOwnProperty.call(message, "issuedAtMs") && (typeof message.issuedAtMs === "object" ? message.issuedAtMs.low || message.issuedAtMs.high : message.issuedAtMs !== 0))
                        writer.uint32(/* id 21, wireType 0 =*/168).uint64(message.issuedAtMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Command message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Command
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Command & tillpost.host.v1.Command.$Shape} Command
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Command.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Command();
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
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.counter = value;
                                else
                                    delete message.counter;
                                continue;
                            }
                        case 20: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 21: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.issuedAtMs = value;
                                else
                                    delete message.issuedAtMs;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.setLimits = $root.tillpost.host.v1.SetLimits.decode(reader, reader.size(), $undefined, _depth + 1, message.setLimits);
                                message.order = "setLimits";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.closeBatch = $root.tillpost.host.v1.CloseBatch.decode(reader, reader.size(), $undefined, _depth + 1, message.closeBatch);
                                message.order = "closeBatch";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.resend = $root.tillpost.host.v1.Resend.decode(reader, reader.size(), $undefined, _depth + 1, message.resend);
                                message.order = "resend";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                message.stopSales = $root.tillpost.host.v1.StopSales.decode(reader, reader.size(), $undefined, _depth + 1, message.stopSales);
                                message.order = "stopSales";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                message.resumeSales = $root.tillpost.host.v1.ResumeSales.decode(reader, reader.size(), $undefined, _depth + 1, message.resumeSales);
                                message.order = "resumeSales";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                message.resetOfflineCounters = $root.tillpost.host.v1.ResetOfflineCounters.decode(reader, reader.size(), $undefined, _depth + 1, message.resetOfflineCounters);
                                message.order = "resetOfflineCounters";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.announceKey = $root.tillpost.host.v1.AnnounceKey.decode(reader, reader.size(), $undefined, _depth + 1, message.announceKey);
                                message.order = "announceKey";
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

                return Command;
            })();

            v1.SetLimits = (function() {

                /**
                 * Properties of a SetLimits.
                 * @typedef {Object} tillpost.host.v1.SetLimits.$Properties
                 * @property {tillpost.host.v1.EntryMode|null} [entryMode] SetLimits entryMode
                 * @property {number|null} [currency] SetLimits currency
                 * @property {boolean|null} [allowed] SetLimits allowed
                 * @property {number|Long|null} [ceiling] SetLimits ceiling
                 * @property {number|null} [storedCount] SetLimits storedCount
                 * @property {number|Long|null} [storedAmount] SetLimits storedAmount
                 * @property {number|Long|null} [oldestAgeMs] SetLimits oldestAgeMs
                 * @property {number|null} [cardCount] SetLimits cardCount
                 * @property {number|Long|null} [cardAmount] SetLimits cardAmount
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SetLimits.
                 * @memberof tillpost.host.v1
                 * @interface ISetLimits
                 * @augments tillpost.host.v1.SetLimits.$Properties
                 * @deprecated Use tillpost.host.v1.SetLimits.$Properties instead.
                 */

                /**
                 * Shape of a SetLimits.
                 * @typedef {tillpost.host.v1.SetLimits.$Properties} tillpost.host.v1.SetLimits.$Shape
                 */

                /**
                 * Constructs a new SetLimits.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a SetLimits.
                 * @constructor
                 * @param {tillpost.host.v1.SetLimits.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SetLimits = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SetLimits entryMode.
                 * @member {tillpost.host.v1.EntryMode} entryMode
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.entryMode = 0;

                /**
                 * SetLimits currency.
                 * @member {number} currency
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.currency = 0;

                /**
                 * SetLimits allowed.
                 * @member {boolean|null|undefined} allowed
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.allowed = null;

                /**
                 * SetLimits ceiling.
                 * @member {number|Long|null|undefined} ceiling
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.ceiling = null;

                /**
                 * SetLimits storedCount.
                 * @member {number|null|undefined} storedCount
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.storedCount = null;

                /**
                 * SetLimits storedAmount.
                 * @member {number|Long|null|undefined} storedAmount
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.storedAmount = null;

                /**
                 * SetLimits oldestAgeMs.
                 * @member {number|Long|null|undefined} oldestAgeMs
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.oldestAgeMs = null;

                /**
                 * SetLimits cardCount.
                 * @member {number|null|undefined} cardCount
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.cardCount = null;

                /**
                 * SetLimits cardAmount.
                 * @member {number|Long|null|undefined} cardAmount
                 * @memberof tillpost.host.v1.SetLimits
                 * @instance
                 */
                SetLimits.prototype.cardAmount = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_allowed", {
                    get: $util.oneOfGetter($oneOfFields = ["allowed"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_ceiling", {
                    get: $util.oneOfGetter($oneOfFields = ["ceiling"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_storedCount", {
                    get: $util.oneOfGetter($oneOfFields = ["storedCount"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_storedAmount", {
                    get: $util.oneOfGetter($oneOfFields = ["storedAmount"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_oldestAgeMs", {
                    get: $util.oneOfGetter($oneOfFields = ["oldestAgeMs"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_cardCount", {
                    get: $util.oneOfGetter($oneOfFields = ["cardCount"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(SetLimits.prototype, "_cardAmount", {
                    get: $util.oneOfGetter($oneOfFields = ["cardAmount"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Encodes the specified SetLimits message. Does not implicitly {@link tillpost.host.v1.SetLimits.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.SetLimits
                 * @static
                 * @param {tillpost.host.v1.SetLimits.$Properties} message SetLimits message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SetLimits.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.entryMode != null && $Object.hasOwnProperty.call(message, "entryMode") && message.entryMode !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.entryMode);
                    if (message.currency != null && $Object.hasOwnProperty.call(message, "currency") && message.currency !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.currency);
                    if (message.allowed != null && $Object.hasOwnProperty.call(message, "allowed"))
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.allowed);
                    if (message.ceiling != null && $Object.hasOwnProperty.call(message, "ceiling"))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.ceiling);
                    if (message.storedCount != null && $Object.hasOwnProperty.call(message, "storedCount"))
                        writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.storedCount);
                    if (message.storedAmount != null && $Object.hasOwnProperty.call(message, "storedAmount"))
                        writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.storedAmount);
                    if (message.oldestAgeMs != null && $Object.hasOwnProperty.call(message, "oldestAgeMs"))
                        writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.oldestAgeMs);
                    if (message.cardCount != null && $Object.hasOwnProperty.call(message, "cardCount"))
                        writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.cardCount);
                    if (message.cardAmount != null && $Object.hasOwnProperty.call(message, "cardAmount"))
                        writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.cardAmount);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SetLimits message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.SetLimits
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.SetLimits & tillpost.host.v1.SetLimits.$Shape} SetLimits
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SetLimits.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.SetLimits();
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
                                    message.entryMode = value;
                                else
                                    delete message.entryMode;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.currency = value;
                                else
                                    delete message.currency;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                message.allowed = reader.bool();
                                message._allowed = "allowed";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                message.ceiling = reader.uint64();
                                message._ceiling = "ceiling";
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                message.storedCount = reader.uint32();
                                message._storedCount = "storedCount";
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                message.storedAmount = reader.uint64();
                                message._storedAmount = "storedAmount";
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                message.oldestAgeMs = reader.uint64();
                                message._oldestAgeMs = "oldestAgeMs";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                message.cardCount = reader.uint32();
                                message._cardCount = "cardCount";
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                message.cardAmount = reader.uint64();
                                message._cardAmount = "cardAmount";
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

                return SetLimits;
            })();

            v1.CloseBatch = (function() {

                /**
                 * Properties of a CloseBatch.
                 * @typedef {Object} tillpost.host.v1.CloseBatch.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CloseBatch.
                 * @memberof tillpost.host.v1
                 * @interface ICloseBatch
                 * @augments tillpost.host.v1.CloseBatch.$Properties
                 * @deprecated Use tillpost.host.v1.CloseBatch.$Properties instead.
                 */

                /**
                 * Shape of a CloseBatch.
                 * @typedef {tillpost.host.v1.CloseBatch.$Properties} tillpost.host.v1.CloseBatch.$Shape
                 */

                /**
                 * Constructs a new CloseBatch.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a CloseBatch.
                 * @constructor
                 * @param {tillpost.host.v1.CloseBatch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CloseBatch = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Encodes the specified CloseBatch message. Does not implicitly {@link tillpost.host.v1.CloseBatch.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.CloseBatch
                 * @static
                 * @param {tillpost.host.v1.CloseBatch.$Properties} message CloseBatch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CloseBatch.encode = function (message, writer, _depth) {
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
                 * Decodes a CloseBatch message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.CloseBatch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.CloseBatch & tillpost.host.v1.CloseBatch.$Shape} CloseBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CloseBatch.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.CloseBatch();
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

                return CloseBatch;
            })();

            v1.Resend = (function() {

                /**
                 * Properties of a Resend.
                 * @typedef {Object} tillpost.host.v1.Resend.$Properties
                 * @property {Uint8Array|null} [epoch] Resend epoch
                 * @property {number|Long|null} [afterSequence] Resend afterSequence
                 * @property {number|Long|null} [afterTransaction] Resend afterTransaction
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Resend.
                 * @memberof tillpost.host.v1
                 * @interface IResend
                 * @augments tillpost.host.v1.Resend.$Properties
                 * @deprecated Use tillpost.host.v1.Resend.$Properties instead.
                 */

                /**
                 * Shape of a Resend.
                 * @typedef {tillpost.host.v1.Resend.$Properties} tillpost.host.v1.Resend.$Shape
                 */

                /**
                 * Constructs a new Resend.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a Resend.
                 * @constructor
                 * @param {tillpost.host.v1.Resend.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Resend = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Resend epoch.
                 * @member {Uint8Array} epoch
                 * @memberof tillpost.host.v1.Resend
                 * @instance
                 */
                Resend.prototype.epoch = $util.newBuffer([]);

                /**
                 * Resend afterSequence.
                 * @member {number|Long} afterSequence
                 * @memberof tillpost.host.v1.Resend
                 * @instance
                 */
                Resend.prototype.afterSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Resend afterTransaction.
                 * @member {number|Long} afterTransaction
                 * @memberof tillpost.host.v1.Resend
                 * @instance
                 */
                Resend.prototype.afterTransaction = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Encodes the specified Resend message. Does not implicitly {@link tillpost.host.v1.Resend.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.Resend
                 * @static
                 * @param {tillpost.host.v1.Resend.$Properties} message Resend message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Resend.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.epoch);
                    if (message.afterSequence != null && $Object.hasOwnProperty.call(message, "afterSequence") && (typeof message.afterSequence === "object" ? message.afterSequence.low || message.afterSequence.high : message.afterSequence !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.afterSequence);
                    if (message.afterTransaction != null && $Object.hasOwnProperty.call(message, "afterTransaction") && (typeof message.afterTransaction === "object" ? message.afterTransaction.low || message.afterTransaction.high : message.afterTransaction !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.afterTransaction);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Resend message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.Resend
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.Resend & tillpost.host.v1.Resend.$Shape} Resend
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Resend.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.Resend();
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
                                    message.epoch = value;
                                else
                                    delete message.epoch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.afterSequence = value;
                                else
                                    delete message.afterSequence;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.afterTransaction = value;
                                else
                                    delete message.afterTransaction;
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

                return Resend;
            })();

            v1.StopSales = (function() {

                /**
                 * Properties of a StopSales.
                 * @typedef {Object} tillpost.host.v1.StopSales.$Properties
                 * @property {string|null} [reason] StopSales reason
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a StopSales.
                 * @memberof tillpost.host.v1
                 * @interface IStopSales
                 * @augments tillpost.host.v1.StopSales.$Properties
                 * @deprecated Use tillpost.host.v1.StopSales.$Properties instead.
                 */

                /**
                 * Shape of a StopSales.
                 * @typedef {tillpost.host.v1.StopSales.$Properties} tillpost.host.v1.StopSales.$Shape
                 */

                /**
                 * Constructs a new StopSales.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a StopSales.
                 * @constructor
                 * @param {tillpost.host.v1.StopSales.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const StopSales = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * StopSales reason.
                 * @member {string} reason
                 * @memberof tillpost.host.v1.StopSales
                 * @instance
                 */
                StopSales.prototype.reason = "";

                /**
                 * Encodes the specified StopSales message. Does not implicitly {@link tillpost.host.v1.StopSales.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.StopSales
                 * @static
                 * @param {tillpost.host.v1.StopSales.$Properties} message StopSales message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                StopSales.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a StopSales message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.StopSales
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.StopSales & tillpost.host.v1.StopSales.$Shape} StopSales
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                StopSales.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.StopSales();
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
                                    message.reason = value;
                                else
                                    delete message.reason;
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

                return StopSales;
            })();

            v1.ResumeSales = (function() {

                /**
                 * Properties of a ResumeSales.
                 * @typedef {Object} tillpost.host.v1.ResumeSales.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ResumeSales.
                 * @memberof tillpost.host.v1
                 * @interface IResumeSales
                 * @augments tillpost.host.v1.ResumeSales.$Properties
                 * @deprecated Use tillpost.host.v1.ResumeSales.$Properties instead.
                 */

                /**
                 * Shape of a ResumeSales.
                 * @typedef {tillpost.host.v1.ResumeSales.$Properties} tillpost.host.v1.ResumeSales.$Shape
                 */

                /**
                 * Constructs a new ResumeSales.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a ResumeSales.
                 * @constructor
                 * @param {tillpost.host.v1.ResumeSales.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ResumeSales = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Encodes the specified ResumeSales message. Does not implicitly {@link tillpost.host.v1.ResumeSales.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.ResumeSales
                 * @static
                 * @param {tillpost.host.v1.ResumeSales.$Properties} message ResumeSales message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ResumeSales.encode = function (message, writer, _depth) {
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
                 * Decodes a ResumeSales message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.ResumeSales
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ResumeSales & tillpost.host.v1.ResumeSales.$Shape} ResumeSales
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ResumeSales.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.ResumeSales();
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

                return ResumeSales;
            })();

            v1.ResetOfflineCounters = (function() {

                /**
                 * Properties of a ResetOfflineCounters.
                 * @typedef {Object} tillpost.host.v1.ResetOfflineCounters.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ResetOfflineCounters.
                 * @memberof tillpost.host.v1
                 * @interface IResetOfflineCounters
                 * @augments tillpost.host.v1.ResetOfflineCounters.$Properties
                 * @deprecated Use tillpost.host.v1.ResetOfflineCounters.$Properties instead.
                 */

                /**
                 * Shape of a ResetOfflineCounters.
                 * @typedef {tillpost.host.v1.ResetOfflineCounters.$Properties} tillpost.host.v1.ResetOfflineCounters.$Shape
                 */

                /**
                 * Constructs a new ResetOfflineCounters.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a ResetOfflineCounters.
                 * @constructor
                 * @param {tillpost.host.v1.ResetOfflineCounters.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ResetOfflineCounters = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Encodes the specified ResetOfflineCounters message. Does not implicitly {@link tillpost.host.v1.ResetOfflineCounters.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.ResetOfflineCounters
                 * @static
                 * @param {tillpost.host.v1.ResetOfflineCounters.$Properties} message ResetOfflineCounters message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ResetOfflineCounters.encode = function (message, writer, _depth) {
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
                 * Decodes a ResetOfflineCounters message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.ResetOfflineCounters
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.ResetOfflineCounters & tillpost.host.v1.ResetOfflineCounters.$Shape} ResetOfflineCounters
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ResetOfflineCounters.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.ResetOfflineCounters();
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

                return ResetOfflineCounters;
            })();

            v1.AnnounceKey = (function() {

                /**
                 * Properties of an AnnounceKey.
                 * @typedef {Object} tillpost.host.v1.AnnounceKey.$Properties
                 * @property {Uint8Array|null} [fingerprint] AnnounceKey fingerprint
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AnnounceKey.
                 * @memberof tillpost.host.v1
                 * @interface IAnnounceKey
                 * @augments tillpost.host.v1.AnnounceKey.$Properties
                 * @deprecated Use tillpost.host.v1.AnnounceKey.$Properties instead.
                 */

                /**
                 * Shape of an AnnounceKey.
                 * @typedef {tillpost.host.v1.AnnounceKey.$Properties} tillpost.host.v1.AnnounceKey.$Shape
                 */

                /**
                 * Constructs a new AnnounceKey.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents an AnnounceKey.
                 * @constructor
                 * @param {tillpost.host.v1.AnnounceKey.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AnnounceKey = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AnnounceKey fingerprint.
                 * @member {Uint8Array} fingerprint
                 * @memberof tillpost.host.v1.AnnounceKey
                 * @instance
                 */
                AnnounceKey.prototype.fingerprint = $util.newBuffer([]);

                /**
                 * Encodes the specified AnnounceKey message. Does not implicitly {@link tillpost.host.v1.AnnounceKey.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.AnnounceKey
                 * @static
                 * @param {tillpost.host.v1.AnnounceKey.$Properties} message AnnounceKey message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AnnounceKey.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.fingerprint != null && $Object.hasOwnProperty.call(message, "fingerprint") && message.fingerprint.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.fingerprint);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AnnounceKey message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.AnnounceKey
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.AnnounceKey & tillpost.host.v1.AnnounceKey.$Shape} AnnounceKey
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AnnounceKey.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.AnnounceKey();
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
                                    message.fingerprint = value;
                                else
                                    delete message.fingerprint;
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

                return AnnounceKey;
            })();

            /**
             * CommandOutcome enum.
             * @name tillpost.host.v1.CommandOutcome
             * @enum {number}
             * @property {number} COMMAND_OUTCOME_UNSPECIFIED=0 COMMAND_OUTCOME_UNSPECIFIED value
             * @property {number} DONE=1 DONE value
             * @property {number} REFUSED=2 REFUSED value
             * @property {number} REPLAYED=3 REPLAYED value
             */
            v1.CommandOutcome = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "COMMAND_OUTCOME_UNSPECIFIED"] = 0;
                values[valuesById[1] = "DONE"] = 1;
                values[valuesById[2] = "REFUSED"] = 2;
                values[valuesById[3] = "REPLAYED"] = 3;
                return values;
            })();

            v1.CommandResult = (function() {

                /**
                 * Properties of a CommandResult.
                 * @typedef {Object} tillpost.host.v1.CommandResult.$Properties
                 * @property {number|Long|null} [counter] CommandResult counter
                 * @property {tillpost.host.v1.CommandOutcome|null} [outcome] CommandResult outcome
                 * @property {string|null} [text] CommandResult text
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a CommandResult.
                 * @memberof tillpost.host.v1
                 * @interface ICommandResult
                 * @augments tillpost.host.v1.CommandResult.$Properties
                 * @deprecated Use tillpost.host.v1.CommandResult.$Properties instead.
                 */

                /**
                 * Shape of a CommandResult.
                 * @typedef {tillpost.host.v1.CommandResult.$Properties} tillpost.host.v1.CommandResult.$Shape
                 */

                /**
                 * Constructs a new CommandResult.
                 * @memberof tillpost.host.v1
                 * @classdesc Represents a CommandResult.
                 * @constructor
                 * @param {tillpost.host.v1.CommandResult.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const CommandResult = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * CommandResult counter.
                 * @member {number|Long} counter
                 * @memberof tillpost.host.v1.CommandResult
                 * @instance
                 */
                CommandResult.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * CommandResult outcome.
                 * @member {tillpost.host.v1.CommandOutcome} outcome
                 * @memberof tillpost.host.v1.CommandResult
                 * @instance
                 */
                CommandResult.prototype.outcome = 0;

                /**
                 * CommandResult text.
                 * @member {string} text
                 * @memberof tillpost.host.v1.CommandResult
                 * @instance
                 */
                CommandResult.prototype.text = "";

                /**
                 * Encodes the specified CommandResult message. Does not implicitly {@link tillpost.host.v1.CommandResult.verify|verify} messages.
                 * @function encode
                 * @memberof tillpost.host.v1.CommandResult
                 * @static
                 * @param {tillpost.host.v1.CommandResult.$Properties} message CommandResult message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                CommandResult.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.counter);
                    if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).int32(message.outcome);
                    if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.text);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a CommandResult message from the specified reader or buffer.
                 * @function decode
                 * @memberof tillpost.host.v1.CommandResult
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {tillpost.host.v1.CommandResult & tillpost.host.v1.CommandResult.$Shape} CommandResult
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                CommandResult.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.tillpost.host.v1.CommandResult();
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
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.counter = value;
                                else
                                    delete message.counter;
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

                return CommandResult;
            })();

            return v1;
        })();

        return host;
    })();

    return tillpost;
})();

export {
  $root as default
};
