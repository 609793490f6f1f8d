import Foundation
import ModemProfiles
import Yams

/// The text of a configuration.
enum ConfigurationText {
    static let largestFile = 1 << 20

    static func read(_ file: String) throws(ConfigurationErrors) -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .one(file, "this file cannot be read: check the path and its permissions.")
        }
        guard data.count <= largestFile else { throw .one(file, "this file is over 1 MiB: no configuration is that large.") }
        guard let text = String(validating: data, as: UTF8.self) else { throw .one(file, "this file is not UTF-8 text.") }
        return text
    }

    /// The text as YAML; `nil` where it is empty. `file` names it in errors.
    static func node(_ text: String, file: String) throws(ConfigurationErrors) -> Node? {
        if let line = PlainYAML.lineOfAlias(in: text) {
            throw .one(
                "\(file):\(line)",
                "anchors (&) and aliases (*) are not taken here: write the values out, and quote a text that begins so.")
        }
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw told(error, file: file)
        } catch {
            throw .one(file, "this is no YAML: \(error)")
        }
    }

    private static func told(_ error: YamlError, file: String) -> ConfigurationErrors {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return .one(
                "\(file):\(mark.line):\(mark.column)", "this is no YAML here: \(problem). Look at this line and the one before.")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            return .one("\(file):\(context.mark.line)", "\(names) stands twice in what begins here: keep one.")
        default: return .one(file, "this is no YAML: \(error)")
        }
    }
}
