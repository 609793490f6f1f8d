"""Which modems there are, and what they tell of themselves: USB descriptors (USB 2.0, 9.6; CDC 1.2, 5.2).

The identities and interface layouts were written from what is known of the real ones. Checked is that the kernel's own drivers bind."""
import struct

FULL, HIGH = 2, 3  # enum usb_device_speed
BULK, INTERRUPT = 2, 3
IN = 0x80


class Model:
    """Interfaces are (class, subclass, protocol, kind): `at` is a serial port with an interrupt and two bulk endpoints, `diag`
    one without the interrupt endpoint, `net` and `disk` are there and do nothing. ("acm",) is a whole CDC ACM function."""

    def __init__(self, vendor, product, manufacturer, name, interfaces, serial="", release=0, speed=HIGH):
        self.vendor, self.product, self.manufacturer, self.name = vendor, product, manufacturer, name
        self.interfaces, self.serial, self.release, self.speed = interfaces, serial, release, speed

    def with_serial(self, serial):
        return Model(self.vendor, self.product, self.manufacturer, self.name, self.interfaces, serial, self.release, self.speed)


FF = 0xFF
MODELS = {
    "huawei-e1550": Model(0x12D1, 0x1001, "HUAWEI Technology", "HUAWEI Mobile", [
        (FF, FF, FF, "at"), (FF, FF, FF, "diag"), (FF, FF, FF, "at")]),
    # Before the mode switch there is only the disk with the driver for Windows; after it, the protocol tells the interfaces' roles.
    "huawei-zerocd": Model(0x12D1, 0x1446, "HUAWEI Technology", "HUAWEI Mobile", [(0x08, 0x06, 0x50, "disk")]),
    "huawei-1506": Model(0x12D1, 0x1506, "HUAWEI Technology", "HUAWEI Mobile", [
        (FF, 0x01, 0x01, "at"), (FF, 0x01, 0x03, "diag"), (FF, 0x01, 0x02, "at")], release=0x0102),
    "simcom-7600": Model(0x1E0E, 0x9001, "SimTech, Incorporated", "SimTech, Incorporated", [
        (FF, FF, FF, "diag"), (FF, 0, 0, "at"), (FF, 0, 0, "at"), (FF, 0, 0, "at"), (FF, 0, 0, "at"), (FF, FF, FF, "net")],
        serial="0123456789ABCDEF", release=0x0318),
    "quectel-ec25": Model(0x2C7C, 0x0125, "Quectel", "EC25-E", [
        (FF, FF, FF, "diag"), (FF, 0, 0, "at"), (FF, 0, 0, "at"), (FF, 0, 0, "at"), (FF, FF, FF, "net")], release=0x0318),
    "telit-acm": Model(0x1BC7, 0x0021, "Telit", "HE910", [("acm",)], serial="358901040000001"),
}


class Stream:
    """One serial port of a device: what was submitted for it and not answered yet."""

    def __init__(self, interface):
        self.interface = interface
        self.reads = []  # (number, length)
        self.writes = []  # (number, bytes) that wait while the port is frozen
        self.held = b""  # from the modem, while nobody reads
        self.backend = None


class Descriptors:
    """The descriptors of a model, and which endpoint belongs to which of its ports."""

    def __init__(self, model):
        self.model = model
        self.strings = [None]
        self.streams = {}  # bInterfaceNumber -> Stream
        self.bulk = {}  # endpoint number -> Stream
        self.packet = 512 if model.speed == HIGH else 64
        self.interface, self.next_endpoint = 0, 1
        body = b"".join(self._acm() if entry == ("acm",) else self._plain(*entry) for entry in model.interfaces)
        assert self.next_endpoint <= 16, "a USB device has 15 endpoint numbers"
        self.configuration = struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), self.interface, 1, 0, 0xA0, 250) + body
        kind = (0xEF, 2, 1) if ("acm",) in model.interfaces else (0, 0, 0)
        self.device = struct.pack(
            "<BBHBBBBHHHBBBB", 18, 1, 0x0200, *kind, 64, model.vendor, model.product, model.release,
            self._string(model.manufacturer), self._string(model.name), self._string(model.serial), 1)

    def get(self, kind, index):
        """What GET_DESCRIPTOR is answered with; None: a stall."""
        if kind == 1:
            return self.device
        if kind == 2:
            return self.configuration
        if kind == 3 and index == 0:
            return struct.pack("<BBH", 4, 3, 0x0409)
        if kind == 3 and index < len(self.strings):
            text = self.strings[index].encode("utf-16-le")
            return struct.pack("<BB", 2 + len(text), 3) + text
        if kind == 6:  # the same at the other speed
            return struct.pack("<BBHBBBBBB", 10, 6, 0x0200, *self.device[4:7], 64, 1, 0)
        return None

    def _plain(self, kind_class, subclass, protocol, role):
        stream = self.bulk[self.next_endpoint] = Stream(self.interface)
        endpoints = self._bulk_pair(self.next_endpoint)
        if role in ("at", "net"):
            endpoints = self._endpoint(IN | self.next_endpoint + 1, INTERRUPT, 16, 9) + endpoints
        if role in ("at", "diag"):
            self.streams[self.interface] = stream
        head = struct.pack("<BBBBBBBBB", 9, 4, self.interface, 0, len(endpoints) // 7, kind_class, subclass, protocol, 0)
        self.interface, self.next_endpoint = self.interface + 1, self.next_endpoint + 2
        return head + endpoints

    def _acm(self):
        control, data, number = self.interface, self.interface + 1, self.next_endpoint
        self.streams[control] = self.bulk[number] = Stream(control)
        self.interface, self.next_endpoint = control + 2, number + 2
        return b"".join((
            struct.pack("<BBBBBBBB", 8, 11, control, 2, 2, 2, 1, 0),  # association
            struct.pack("<BBBBBBBBB", 9, 4, control, 0, 1, 2, 2, 1, 0),
            struct.pack("<BBBH", 5, 0x24, 0, 0x0110),  # header
            struct.pack("<BBBBB", 5, 0x24, 1, 0, data),  # call management
            struct.pack("<BBBB", 4, 0x24, 2, 2),  # ACM: line coding
            struct.pack("<BBBBB", 5, 0x24, 6, control, data),  # union
            self._endpoint(IN | number + 1, INTERRUPT, 16, 9),
            struct.pack("<BBBBBBBBB", 9, 4, data, 0, 2, 0x0A, 0, 0, 0),
            self._bulk_pair(number)))

    def _bulk_pair(self, number):
        return self._endpoint(IN | number, BULK, self.packet, 0) + self._endpoint(number, BULK, self.packet, 0)

    @staticmethod
    def _endpoint(address, kind, size, interval):
        return struct.pack("<BBBBHB", 7, 5, address, kind, size, interval)

    def _string(self, text):
        if not text:
            return 0
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)
