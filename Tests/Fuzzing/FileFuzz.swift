@testable import Gateway
@testable import ModemProfiles

/// A profile is read, or each of its problems is told in a sentence.
func fuzzProfile(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let notes = ProfileNotes()
    let family = ProfileLibrary.parse(text, name: "fuzzed", file: "fuzzed.yaml", notes)
    hold(family != nil || !notes.problems.isEmpty, "a profile is left out, and nobody is told why")
    hold(notes.problems.allSatisfy { !$0.description.isEmpty })
}

/// A configuration is read, or each of its problems is told in a sentence.
func fuzzConfiguration(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    do throws(ConfigurationErrors) {
        _ = try Configuration.parse(text, file: "fuzzed.yaml")
    } catch {
        hold(!error.problems.isEmpty && !error.description.isEmpty, "refused without a reason")
    }
}
