"""What stands behind a serial port of an emulated modem, and the one event loop."""
import os, selectors, termios, tty


class Loop:
    """Calls back for what can be read."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()

    def on(self, file, call):
        self.selector.register(file, selectors.EVENT_READ, call)

    def off(self, file):
        self.selector.unregister(file)

    def run(self):
        while True:
            for key, _ in self.selector.select():
                # An earlier call of this round may have taken it out.
                if self.selector.get_map().get(key.fd) is key:
                    key.data()


class Silent:
    """A port that takes everything and says nothing."""

    def write(self, data):
        pass

    def close(self):
        pass


class Terminal:
    """An existing tty or PTY, such as one of `ringcheck simulate modems`: its bytes are the port's bytes."""

    def __init__(self, loop, path, send):
        self.loop, self.send = loop, send
        self.file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
        tty.setraw(self.file)
        termios.tcflush(self.file, termios.TCIOFLUSH)  # what was said while it was unplugged, nobody hears
        loop.on(self.file, self._readable)

    def _readable(self):
        try:
            data = os.read(self.file, 4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self.send(data)
        else:
            self.close()

    def write(self, data):
        """What does not fit is lost, as with a modem that cannot follow."""
        if self.file is not None:
            try:
                os.write(self.file, data)
            except OSError:
                pass

    def close(self):
        if self.file is not None:
            self.loop.off(self.file)
            os.close(self.file)
            self.file = None


def backend(loop, text, send):
    """After its name: `silent`, `tty:PATH`. `send` takes what the modem says."""
    how, _, where = text.partition(":")
    if how == "tty":
        return Terminal(loop, where, send)
    if how == "silent":
        return Silent()
    raise ValueError(f"no such back end: {text}")
