public import Telephony

/// What a virtual modem tells about itself and its SIM.
public struct VirtualIdentity: Hashable, Sendable {
    /// Told by `+CGSN` (3GPP TS 27.007, 5.4): 15 digits, the last one the check digit (TS 23.003, 6.2.1).
    public var imei: String
    /// Told by ``Personality/cardCommand``: 19 digits, the last one the check digit (ITU-T E.118).
    public var iccid: String
    /// Told by `+CIMI` (5.6): 15 digits (TS 23.003, 2.2).
    public var imsi: String
    /// Told by `+CNUM` (7.1), E.164 with `+`; `nil`: the SIM does not know its own number.
    public var number: MSISDN?

    public init(imei: String, iccid: String, imsi: String, number: MSISDN?) {
        self.imei = imei
        self.iccid = iccid
        self.imsi = imsi
        self.number = number
    }

    /// The identity of the modem at `index`, 0 to 9999, counted from `firstNumber`.
    public init(index: Int, firstNumber: MSISDN) {
        let tail = VirtualIdentity.padded(index, 6)
        let number = (UInt64(firstNumber.digits) ?? 0) + UInt64(max(0, index))
        self.init(
            imei: VirtualIdentity.luhn("35000000" + tail), iccid: VirtualIdentity.luhn("899100000000" + tail),
            imsi: "404990000" + tail, number: MSISDN(digits: String(number)))
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits.suffix(width)
    }

    /// The digits with their check digit (ISO/IEC 7812-1, annex B).
    private static func luhn(_ digits: String) -> String {
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 0x30
            let doubled = digit.offset.isMultiple(of: 2) ? value * 2 : value
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return digits + String((10 - sum % 10) % 10)
    }
}
