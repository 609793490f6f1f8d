import Testing

@testable import ModemDiscovery

@Suite struct DeviceMapTests {
    private static let usb = "/sys/devices/pci/usb1/1-1"

    private func device(_ id: String, product: String = "1001") -> AttachedDevice {
        AttachedDevice(id: id, vendor: "12d1", product: product)
    }

    private func tty(_ number: Int, interface: String, parent: String = usb) -> DeviceMap.Event {
        .tty(
            syspath: "\(parent)/ttyUSB\(number)", AttachedTTY(path: "/dev/ttyUSB\(number)", interface: interface), parent: parent)
    }

    @Test(arguments: [[2, 0, 3, 1], [3, 0, 2, 1], [0, 1, 2, 3]])
    func `the ttys of a modem are one device, in whatever order they are told, also before it`(_ order: [Int]) {
        var map = DeviceMap()
        for number in order.prefix(2) { map.take(tty(number, interface: "0\(number)")) }
        map.take(.device(syspath: Self.usb, device("place-1")))
        for number in order.dropFirst(2) { map.take(tty(number, interface: "0\(number)")) }
        #expect(map.list.count == 1)
        #expect(map.list.first?.ttys.map(\.interface) == ["00", "01", "02", "03"])
    }

    @Test func `a device that goes takes its ttys along, and their own removals may come before or after`() {
        var map = DeviceMap()
        map.take(.device(syspath: Self.usb, device("place-1")))
        map.take(tty(0, interface: "00"))
        map.take(tty(1, interface: "01"))
        map.take(.gone(syspath: "\(Self.usb)/ttyUSB1"))
        #expect(map.list.first?.ttys.map(\.path) == ["/dev/ttyUSB0"])
        map.take(.gone(syspath: Self.usb))
        #expect(map.list.isEmpty)
        map.take(.gone(syspath: "\(Self.usb)/ttyUSB0"))
        map.take(.gone(syspath: "/sys/never/heard/of"))
        #expect(map == DeviceMap())
    }

    @Test func `a replugged modem has other numbers and the same place`() {
        var map = DeviceMap()
        map.take(.device(syspath: Self.usb, device("place-1")))
        map.take(tty(0, interface: "02"))
        map.take(.gone(syspath: Self.usb))
        map.take(.device(syspath: Self.usb, device("place-1")))
        map.take(tty(3, interface: "02"))
        #expect(
            map.list == [
                AttachedDevice(id: "place-1", vendor: "12d1", product: "1001", ttys: [.init(path: "/dev/ttyUSB3", interface: "02")])
            ])
    }

    @Test func `two sticks without serial number are two devices`() {
        let other = "/sys/devices/pci/usb1/1-2"
        var map = DeviceMap()
        map.take(.device(syspath: Self.usb, device("place-1")))
        map.take(.device(syspath: other, device("place-2")))
        map.take(tty(0, interface: "02"))
        map.take(tty(1, interface: "02", parent: other))
        #expect(map.list.map(\.id) == ["place-1", "place-2"])
        #expect(map.list.map { $0.ttys.count } == [1, 1])
    }

    @Test func `storage mode and the modem after it are the same place under another product`() {
        var map = DeviceMap()
        map.take(.device(syspath: Self.usb, device("place-1", product: "1446")))
        #expect(map.list.first?.ttys == [])
        map.take(.gone(syspath: Self.usb))
        map.take(.device(syspath: Self.usb, device("place-1", product: "1506")))
        #expect(map.list.map(\.product) == ["1506"])
    }

    @Test func `what is told twice is there once`() {
        var map = DeviceMap()
        for _ in 0..<2 {
            map.take(.device(syspath: Self.usb, device("place-1")))
            map.take(tty(0, interface: "02"))
        }
        #expect(map.list.count == 1 && map.list.first?.ttys.count == 1)
    }
}
