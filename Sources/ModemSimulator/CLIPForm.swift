/// How a modem writes a caller behind `+CLIP:`. All of these were seen on real modems.
public enum CLIPForm: String, Hashable, Sendable, CaseIterable {
    /// `"+91…",145`
    case twoFields
    /// `"+91…",145,,,,0`
    case emptyMiddle
    /// `"+91…",145,"",,"",0`
    case quotedEmpties
    /// `"+91…",145,"",0,"",0`
    case satypeZero
    /// `"+91…",145,"",128,"",0`
    case satype128
    /// As `quotedEmpties`, with no space behind the colon.
    case noSpace
    /// `+CLIP:9812345678,129,,,,0`: neither quotes nor space.
    case unquoted
    /// `"91…",145,"",,"",0`: international, but without plus.
    case withoutPlus

    /// The line for a caller.
    func line(_ caller: SimulatedCaller) -> String {
        let type = caller.typeOfAddress
        let digits = self == .withoutPlus ? String(caller.digits.drop { $0 == "+" }) : caller.digits
        let validity = caller.validity
        return switch self {
        case .twoFields: "+CLIP: \"\(digits)\",\(type)"
        case .emptyMiddle: "+CLIP: \"\(digits)\",\(type),,,,\(validity)"
        case .quotedEmpties, .withoutPlus: "+CLIP: \"\(digits)\",\(type),\"\",,\"\",\(validity)"
        case .satypeZero: "+CLIP: \"\(digits)\",\(type),\"\",0,\"\",\(validity)"
        case .satype128: "+CLIP: \"\(digits)\",\(type),\"\",128,\"\",\(validity)"
        case .noSpace: "+CLIP:\"\(digits)\",\(type),\"\",,\"\",\(validity)"
        case .unquoted: "+CLIP:\(digits),\(type),,,,\(validity)"
        }
    }
}

extension SimulatedCaller {
    /// Type of address: 145 with plus, 129 without, 128 where there is no number.
    var typeOfAddress: Int {
        guard case .presented(let digits) = self else { return 128 }
        return digits.hasPrefix("+") ? 145 : 129
    }
}
