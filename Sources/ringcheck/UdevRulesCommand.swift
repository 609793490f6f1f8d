import ArgumentParser
import ModemProfiles

/// `ringcheck udev-rules`
struct UdevRulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "udev-rules", abstract: "Print the udev rules for the modems that are known.",
        discussion: """
            They let the group dialout open the modems, keep ModemManager away from them, and switch autosuspend off.

              ringcheck udev-rules | sudo tee /etc/udev/rules.d/70-ringcheck.rules
              sudo udevadm control --reload && sudo udevadm trigger
            """)

    @Option(help: "A folder with further profiles; several times for several.") var profiles: [String] = []

    func run() throws {
        let library = ProfileLibrary.installed(adding: profiles)
        for problem in library.problems { Complaint.say("ringcheck: \(problem)") }
        Output.say(UdevRules.text(library))
    }
}
