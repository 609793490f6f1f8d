/// The answers of a well-behaved modem to what a transcript leaves out.
public enum StandardModem {
    /// What a well-behaved modem answers to a command line, as bytes.
    public static func answer(to command: String) -> [UInt8] {
        let lines: [String] =
            switch command {
            case "AT+CGSN": ["867648010000000", "OK"]
            case "AT+CPIN?": ["+CPIN: READY", "OK"]
            case "AT+CCID": ["8991101200003204510", "OK"]
            case "AT+CIMI": ["404450000000001", "OK"]
            case "AT+CNUM": ["+CNUM: \"\",\"+919000000001\",145", "OK"]
            case "AT+CREG?": ["+CREG: 2,1", "OK"]
            case "AT+CSQ": ["+CSQ: 20,99", "OK"]
            case "AT+COPS?": ["+COPS: 0,0,\"Example\"", "OK"]
            case "AT+CMEE?", "ATQ0V1+CMEE?": ["+CMEE: 1", "OK"]
            case "AT+CGMI": ["SIMCOM", "OK"]
            case "AT+CGMM", "AT+CGMR": ["SIM800C", "OK"]
            case "\u{1B}": []
            default: ["OK"]
            }
        return lines.flatMap { Array("\r\n\($0)\r\n".utf8) }
    }
}
