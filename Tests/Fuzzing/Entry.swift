import Glibc

/// What is fuzzed: bytes in, and an invariant that traps where it does not hold.
enum FuzzTarget: String, CaseIterable {
    case framer, engine, profile, configuration, request, number

    /// As `RINGCHECK_FUZZ_TARGET` names it: one program, so that one build serves all.
    static let chosen: FuzzTarget = {
        let name = unsafe getenv("RINGCHECK_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("RINGCHECK_FUZZ_TARGET has to be one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return target
    }()

    func take(_ bytes: [UInt8]) {
        switch self {
        case .framer: fuzzFramer(bytes)
        case .engine: fuzzEngine(bytes)
        case .profile: fuzzProfile(bytes)
        case .configuration: fuzzConfiguration(bytes)
        case .request: fuzzRequest(bytes)
        case .number: fuzzNumber(bytes)
        }
    }
}

/// What libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.take(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
