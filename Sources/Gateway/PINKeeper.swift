import Fleet
import FoundationEssentials
import Modem
import SQLiteStore
import Telephony

/// Reads the PIN of a card from its file, and sees to it that no card is given one too often, whatever happens in between.
struct PINKeeper: Sendable {
    let store: SQLiteStore
    let clock: GatewayClock
    let lines: [Configuration.LineSettings]

    func pin(for port: Port, _ facts: ModemFacts) async -> Surroundings.PINAnswer {
        let ofLine = lines.first { $0.card == facts.card }?.pinFile
        guard let path = ofLine ?? port.pinFile else { return .refused("the SIM asks for its PIN, and no pin-file is set") }
        do {
            let file = try PINFile(path: path)
            guard let card = facts.card else { return verdict(nil, facts, file, []) }
            let failures = try await store.pinAttempts(of: card).map {
                PINRule.Failure(fileVersion: $0.fileVersion, wasRefused: $0.wasRefused)
            }
            let answer = verdict(card, facts, file, failures)
            if case .pin = answer { try await store.notePINAttempt(of: card, fileVersion: file.version, at: clock.now()) }
            return answer
        } catch let error as PINFile.Unusable {
            return .refused(error.description)
        } catch {
            return .refused("the PIN is not entered while the database cannot be written")
        }
    }

    /// What the card made of it.
    func entered(_ facts: ModemFacts, _ outcome: PINOutcome) async {
        guard let card = facts.card else { return }
        switch outcome {
        case .taken: try? await store.notePINOutcome(of: card, wasTaken: true)
        case .refused: try? await store.notePINOutcome(of: card, wasTaken: false)
        case .notGiven: try? await store.forgetPINAttempt(of: card)
        }
    }

    private func verdict(
        _ card: ICCID?, _ facts: ModemFacts, _ file: PINFile, _ failures: [PINRule.Failure]
    ) -> Surroundings.PINAnswer {
        switch PINRule.judge(card: card, tries: facts.pinTries, fileVersion: file.version, failures: failures) {
        case .enter: .pin(file.pin)
        case .refuse(let reason): .refused(reason)
        }
    }
}

/// A file with a PIN: 4 to 8 digits (3GPP TS 31.101, 9.5.1), readable by its owner and group only.
struct PINFile {
    let pin: String
    /// Its modification time, Unix milliseconds.
    let version: Int64

    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    init(path: String) throws(Unusable) {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
            let data = FileManager.default.contents(atPath: path), data.count <= 64
        else { throw Unusable(description: "\(path) cannot be read: put the PIN there, readable by ringcheck") }
        let mode = attributes[.posixPermissions] as? Int ?? 0
        guard mode & 0o007 == 0 else { throw Unusable(description: "\(path) can be read by everybody: run chmod 600 on it") }
        let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let text = words.first.map(String.init), (4...8).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            throw Unusable(description: "\(path) holds no PIN: 4 to 8 digits and nothing else belong there")
        }
        pin = text
        version = Int64(((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0) * 1000)
    }
}
