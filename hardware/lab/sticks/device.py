"""One emulated modem: answers what the kernel's vhci-hcd sends over a stream socket (Documentation/usb/usbip_protocol.rst)."""
import errno, socket, struct, time

from backends import backend
from models import MODELS, Descriptors

VHCI = "/sys/devices/platform/vhci_hcd.0"
FREE = 4  # VDEV_ST_NULL, in VHCI/status
CMD_SUBMIT, CMD_UNLINK, RET_SUBMIT, RET_UNLINK = 1, 2, 3, 4
HEAD = 48
HELD = 65536  # bytes that are kept for a port that nobody reads


class Device:
    """`ports`: the back end of each serial port by its interface number, as text; `place`: the socket of vhci-hcd it goes into."""

    def __init__(self, loop, name, model, place, ports, serial=None):
        self.loop, self.name, self.place, self.ports, self.serial = loop, name, place, ports, serial
        self.socket = None
        self.become(model)

    @property
    def is_plugged(self):
        return self.socket is not None

    def become(self, model):
        """What it is from the next plug on."""
        self.model = MODELS[model] if self.serial is None else MODELS[model].with_serial(self.serial)

    def plug(self):
        """Waits for its place, which the kernel frees a moment after an unplug."""
        if self.is_plugged:
            raise ValueError(f"{self.name} is plugged in")
        for _ in range(100):
            if self._place_is_free():
                return self._attach()
            time.sleep(0.05)
        raise OSError(errno.EBUSY, f"place {self.place} stays taken")

    def unplug(self):
        if not self.is_plugged:
            return
        self.loop.off(self.socket)
        self.socket.close()
        self.socket = None
        for stream in self.descriptors.streams.values():
            stream.backend.close()

    def freeze(self, way=None):
        """Its ports take nothing any more (`out`), give nothing (`in`) or neither, until it is unplugged or the host resets it."""
        self.frozen |= {way} if way else {"in", "out"}

    def _place_is_free(self):
        with open(f"{VHCI}/status") as file:
            rows = [line.split() for line in file.read().splitlines()[1:]]
        return any(row[0] == "hs" and int(row[1]) == self.place and int(row[2]) == FREE for row in rows)

    def _attach(self):
        """Hands one end of a socket pair to the kernel: no network at all."""
        self.descriptors, self.input, self.pending, self.frozen = Descriptors(self.model), bytearray(), {}, set()
        for number, stream in self.descriptors.streams.items():
            stream.backend = backend(
                self.loop, self.ports.get(number, "silent"), lambda data, stream=stream: self._say(stream, data))
        self.socket, kernels = socket.socketpair()
        with kernels, open(f"{VHCI}/attach", "w") as file:
            file.write(f"{self.place} {kernels.fileno()} {0x10001} {self.model.speed}")
        self.loop.on(self.socket, self._readable)

    # What the kernel asks.

    def _readable(self):
        try:
            data = self.socket.recv(65536)
        except OSError:
            data = b""
        if not data:
            return self.unplug()
        self.input += data
        while self.is_plugged and len(self.input) >= HEAD:
            command, number, _, is_in, endpoint = struct.unpack_from(">5I", self.input)
            length, = struct.unpack_from(">i", self.input, 24)
            size = HEAD + (length if command == CMD_SUBMIT and not is_in else 0)
            if len(self.input) < size:
                return
            message = bytes(self.input[:size])
            del self.input[:size]
            if command == CMD_SUBMIT:
                self._submit(number, is_in, endpoint, length, message)
            else:
                self._unlink(number, struct.unpack_from(">I", message, 20)[0])

    def _submit(self, number, is_in, endpoint, length, message):
        if endpoint == 0:
            return self._control(number, is_in, length, message[40:48], message[HEAD:])
        stream = self.descriptors.bulk.get(endpoint)
        self.pending[number] = stream
        if stream is None:  # a notification endpoint: there never is one
            return
        if is_in:
            stream.reads.append((number, length))
            self._flush(stream)
        elif "out" in self.frozen:
            stream.writes.append((number, message[HEAD:]))
        else:
            self._take(stream, number, message[HEAD:])

    def _take(self, stream, number, data):
        self._reply(number, actual=len(data))
        if stream.backend:
            stream.backend.write(data)

    def _unlink(self, number, victim):
        status = 0  # it was answered already
        if victim in self.pending:
            status = -errno.ECONNRESET
            stream = self.pending.pop(victim)
            if stream:
                stream.reads = [read for read in stream.reads if read[0] != victim]
                stream.writes = [write for write in stream.writes if write[0] != victim]
        self._send(struct.pack(">5Ii24x", RET_UNLINK, number, 0, 0, 0, status))

    def _control(self, number, is_in, length, setup, data):
        kind, request, value, _, wanted = struct.unpack("<BBHHH", setup)
        answer, status = b"", 0
        if (kind, request) == (0x80, 6):  # GET_DESCRIPTOR
            answer = self.descriptors.get(value >> 8, value & 0xFF)
        elif kind & 0x9F == 0x80 and request == 0:  # GET_STATUS
            answer = b"\0\0"
        elif (kind, request) == (0x80, 8):  # GET_CONFIGURATION
            answer = b"\1"
        elif (kind, request) == (0xA1, 0x21):  # CDC GET_LINE_CODING
            answer = struct.pack("<IBBB", 115200, 0, 0, 8)
        elif (kind, request) == (0x00, 9):  # SET_CONFIGURATION: after a plug, and after a reset by the host
            self.frozen = set()
            for stream in self.descriptors.streams.values():
                stream.held = b""
        elif kind & 0x80:
            answer = None
        if answer is None:
            answer, status = b"", -errno.EPIPE
        self._reply(number, status, answer[:min(wanted, length)], None if is_in else len(data))

    # What it says.

    def _say(self, stream, data):
        stream.held = (stream.held + data)[-HELD:]
        self._flush(stream)

    def _flush(self, stream):
        while self.is_plugged and stream.held and stream.reads and "in" not in self.frozen:
            number, room = stream.reads.pop(0)
            data, stream.held = stream.held[:room], stream.held[room:]
            self._reply(number, 0, data)

    def _reply(self, number, status=0, data=b"", actual=None):
        self.pending.pop(number, None)
        actual = len(data) if actual is None else actual
        self._send(struct.pack(">5Iiiiii8x", RET_SUBMIT, number, 0, 0, 0, status, actual, 0, 0, 0) + data)

    def _send(self, message):
        try:
            if self.is_plugged:
                self.socket.sendall(message)
        except OSError:
            self.unplug()
