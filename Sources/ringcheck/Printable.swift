extension String {
    /// What a modem, a SIM or a customer wrote, without anything that a terminal would obey.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map {
                    $0.properties.generalCategory == .control || $0.properties.generalCategory == .format ? "\u{FFFD}" : $0
                }
            ))
    }
}
