import Glibc

/// What is fuzzed: bytes in, and an invariant that traps where it does not hold.
enum FuzzTarget: String, CaseIterable {
    case framer, engine, profile, configuration, request, number

    /// As `RINGCHECK_FUZZ_TARGET` names it: one program, so that one build serves all.
    static let chosen: FuzzTarget = {
        let name = unsafe getenv("RINGCHECK_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            print("RINGCHECK_FUZZ_TARGET has to be one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")).")
            exit(64)
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

@main struct Fuzzing {
    static func main() {
        // Before libFuzzer starts, which takes an exit for a finding.
        _ = FuzzTarget.chosen
        // SwiftPM gives the program a `main` of its own, so libFuzzer's is called from it.
        var (count, arguments) = (CommandLine.argc, unsafe Optional(CommandLine.unsafeArgv))
        exit(
            unsafe runFuzzer(&count, &arguments) { start, size in
                FuzzTarget.chosen.take(unsafe Array(UnsafeBufferPointer(start: start, count: size)))
                return 0
            })
    }
}

/// libFuzzer's entry as a library (LLVM, FuzzerInterface). For these arguments Swift's calling convention is C's.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Traps where it does not hold, and says what, in release builds too.
func hold(_ condition: Bool, _ promise: String = "an invariant") {
    if !condition { fatalError(promise) }
}
