/// The settings of a virtual modem.
struct Registers: Equatable, Sendable {
    var isEchoing = true
    var isVerbose = true
    var isQuiet = false
    private(set) var values: [String: String] = [:]
    private var sRegisters: [Int: UInt8] = [:]

    /// Back to how it starts.
    mutating func reset(_ personality: Personality) {
        (isEchoing, isVerbose, isQuiet) = (true, true, false)
        values = Self.defaults.mapValues(\.initial)
        values["+CVHU"] = personality.initialCVHU
        sRegisters = [0: 0, 3: 13, 4: 10, 5: 8]
    }

    var cmee: Int { number("+CMEE") }

    func number(_ name: String) -> Int { Int(values[name]?.prefix { $0 != "," } ?? "") ?? 0 }

    /// S-register `n` (ITU-T V.250, 6.2 and 6.3.8).
    func s(_ n: Int) -> UInt8 { sRegisters[n] ?? 0 }

    mutating func setS(_ n: Int, _ value: UInt8) { sRegisters[n] = value }

    /// Sets a register whose parameters all lie in their ranges; `false` otherwise.
    mutating func set(_ name: String, _ parameters: [String]) -> Bool {
        guard let limits = Self.defaults[name]?.limits, !parameters.isEmpty, parameters.count <= limits.count else { return false }
        for (parameter, limit) in zip(parameters, limits) where !parameter.isEmpty {
            guard let value = Int(parameter), (0...limit).contains(value) else { return false }
        }
        values[name] = parameters.joined(separator: ",")
        return true
    }

    mutating func setText(_ name: String, _ value: String) { values[name] = value }

    /// The initial value and the largest value of each parameter.
    static let defaults: [String: (initial: String, limits: [Int])] = [
        "+CLIP": ("0", [1]), "+CRC": ("0", [1]), "+CCWA": ("0", [1, 2, 255]), "+CREG": ("0", [2]), "+CGREG": ("0", [2]),
        "+CEREG": ("0", [2]), "+CMEE": ("0", [2]), "+CSSN": ("0,0", [1, 1]), "+CNMI": ("2,1,0,0,0", [3, 3, 3, 2, 1]),
        "+CMGF": ("0", [1]), "+CLCC": ("0", [1]), "+CFUN": ("1", [4, 1]), "+CTZU": ("0", [1]), "+CTZR": ("0", [2]),
        "+CVHU": ("0", [2]), "+COLP": ("0", [1]), "+CUSD": ("0", [2]), "+CSDH": ("0", [1]),
    ]
}
