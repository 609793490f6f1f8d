import ATSyntax
import Testing

@Suite struct TypedCommandTests {
    @Test(arguments: [
        "ATA", "ata", "ATD+919812345678;", "ATZ", "AT&F", "AT+CFUN=1,1", "ATS0=1", "AT+CLIP=0", "AT+CPIN=\"1234\"", "ATH",
        "AT+CHUP", "AT A", "AT S0=1", "AT+CMGL=\"ALL\"", "AT+CMGR=1", "AT+CMGF=1", "AT+CNMI=2,2", "AT+CPBR=1", "ATE0A", "ATE1S0=2",
        "AT+CLIP", "ATI A",
        "AT+CLCK=\"SC\",0,\"1111\"", "AT+CLCK=\"SC\",1,\"2\",2", "AT+CPWD=\"SC\",\"1\",\"2\"", "AT^CPIN=\"1234\"", "AT+CPIN2=\"1\"",
        "AT+CSIM=10,\"0020000108\"", "AT+QHUP=16", "AT^SHUP=1", "AT+WATH",
        "AT+CMGS=5", "AT+CSQ;D123", "hello", "", "AT+X\u{1A}", "AT+CMGS=\"?", "AT+CMGR=1?",
        "AT" + String(repeating: "x", count: 300),
    ])
    func `what would break the session, take a call or make one is refused`(_ text: String) {
        #expect(throws: TypedCommand.Refusal.self) { try TypedCommand(text) }
    }

    @Test(arguments: [
        "AT", "ATI", "at&v", "AT+CLIP?", "AT^SYSINFO", "AT#BND?", "AT+CFUN?", "at+cnmi =?", "AT+CPIN?", "AT+CPINR=\"SIM PIN\"",
        "AT+CLCK=\"SC\",2",
    ])
    func `what only asks is sent`(_ text: String) throws { #expect(try TypedCommand(text).command.text == text) }

    @Test func `a query is taken, with the lines that belong to its answer`() throws {
        let command = try TypedCommand(" AT+QCFG=\"ims\" ").command
        #expect(command.text == "AT+QCFG=\"ims\"")
        #expect(command.owns("+QCFG: \"ims\",1,1") && !command.owns("RING"))
    }

    @Test(arguments: ["+CCWA: (0-1)", "+CCWA: (0-1),(0-2),(1,2,4)", "+CCWA: (0,1),(1-255)", "+CCWA: 1,1", "+CLIP: 1,1"])
    func `what a modem can or has set is no caller`(_ line: String) throws {
        #expect(try TypedCommand("AT\(line.prefix(5))=?").command.owns(line))
        #expect(try !TypedCommand("AT+CLIP?").command.owns("+CLIP: \"+919812345678\",145"))
    }
}
