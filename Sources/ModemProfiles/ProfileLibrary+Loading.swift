import Foundation
import Yams

extension ProfileLibrary {
    static let largestFile = 64 << 10
    static let mostFiles = 500

    /// Where profiles are looked for: those that came with the program, then the administrator's own.
    static func standardDirectories(executable: String) -> [String] {
        let builtIn = places(executable: executable).first { FileManager.default.fileExists(atPath: $0) }
        return (builtIn.map { [$0] } ?? []) + ["/etc/ringcheck/profiles"]
    }

    /// Where those may be that came with the program; the first of these is where they belong.
    private static func places(executable: String) -> [String] {
        let folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        var places = [folder.deletingLastPathComponent().appendingPathComponent("share/ringcheck/profiles")]
        var above = folder
        for _ in 0..<8 where above.path != "/" {
            places.append(above.appendingPathComponent("hardware/profiles"))
            above.deleteLastPathComponent()
        }
        return places.map(\.path)
    }

    /// Those that came with this program, the administrator's own, and those of further folders.
    public static func installed(adding folders: [String] = []) -> ProfileLibrary {
        installed(beside: "/proc/self/exe", adding: folders)
    }

    static func installed(beside executable: String, adding folders: [String]) -> ProfileLibrary {
        var library = ProfileLibrary(directories: standardDirectories(executable: executable) + folders)
        library.problems += folders.filter { (try? FileManager.default.contentsOfDirectory(atPath: $0)) == nil }.map {
            ProfileProblem(place: $0, sentence: "this folder cannot be read: check its path and permissions.")
        }
        guard library.families.count == 1, let home = places(executable: executable).first else { return library }
        let sentence = """
            the profiles that come with ringcheck are missing, so that every modem is taken for a plain one: copy the folder \
            hardware/profiles to this place.
            """
        library.problems.append(ProfileProblem(place: home, sentence: sentence))
        return library
    }

    /// Reads every `*.yaml` of these folders, those that exist; a later one of the same name takes the place of an earlier. A file
    /// that is wrong is left out and told of; the others stand.
    public init(directories: [String]) {
        var families: [String: ModemFamily] = [:]
        var problems: [ProfileProblem] = []
        for path in directories.flatMap(ProfileLibrary.files) {
            let name = String(URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)
            let notes = ProfileNotes()
            let family = ProfileLibrary.read(path, name: name, notes)
            problems += notes.problems
            if let family, notes.problems.isEmpty { families[name] = family }
        }
        self.init(families: Array(families.values), problems: problems)
    }

    /// Reads one profile from its text.
    static func parse(_ text: String, name: String, file: String, _ notes: ProfileNotes) -> ModemFamily? {
        if let line = PlainYAML.lineOfAlias(in: text) {
            let sentence = "anchors (&) and aliases (*) are not taken here: write the values out, and quote a text that begins so."
            notes.add(ProfileProblem(place: "\(file):\(line)", sentence: sentence))
            return nil
        }
        do {
            let node = try Yams.compose(yaml: text)
            return ModemFamily(ProfileSection(node: node, file: file, notes: notes), expectedName: name)
        } catch {
            notes.add(ProfileProblem(place: file, sentence: "this is no YAML: \(error)"))
            return nil
        }
    }

    private static func files(of directory: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().prefix(mostFiles).map { "\(directory)/\($0)" }
    }

    private static func read(_ path: String, name: String, _ notes: ProfileNotes) -> ModemFamily? {
        guard let data = FileManager.default.contents(atPath: path) else {
            notes.add(ProfileProblem(place: path, sentence: "this file cannot be read: check its permissions."))
            return nil
        }
        guard data.count <= largestFile, let text = String(validating: data, as: UTF8.self) else {
            notes.add(ProfileProblem(place: path, sentence: "a profile is UTF-8 text of at most 64 KiB."))
            return nil
        }
        return parse(text, name: name, file: path, notes)
    }
}
