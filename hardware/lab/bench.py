"""The lab's bench, in the guest: a gateway that discovers, virtual modems, and USB sticks whose AT ports are wired to them."""
import glob, json, os, socket, subprocess, sys, time

LAB = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{LAB}/../../scripts")
sys.dont_write_bytecode = True  # the checkout is read-only

from field import ENVIRONMENT, PROGRAM, Field, wait_for

PATIENCE = 60  # seconds for what takes three on a real machine: the guest is emulated


def udev_properties(path):
    words = ["udevadm", "info", "--query=property", f"--{'path' if path.startswith('/sys') else 'name'}={path}"]
    lines = subprocess.run(words, capture_output=True, text=True).stdout.splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def ttys():
    return sorted(glob.glob("/dev/ttyUSB*") + glob.glob("/dev/ttyACM*"))


class Stick:
    """A stick in one socket of the virtual hub, whose AT port is wired to a virtual modem of the simulator."""

    def __init__(self, bench, name, model, place, modem, interface=2, serial=None):
        self.bench, self.name, self.place, self.modem, self.interface = bench, name, place, modem, interface
        line = f"tty:{bench.work}/modems/modem{modem}"
        self.order = f"{name}={model},place={place},at{interface:02x}={line}" + (f",serial={serial}" if serial else "")

    @property
    def folder(self):
        """Its folder in sysfs, while it is plugged in."""
        return next(iter(glob.glob(f"/sys/devices/platform/vhci_hcd.0/usb*/*-{self.place + 1}")), None)

    @property
    def tty(self):
        """The tty of its AT port, whatever the kernel has called it; None while there is none."""
        return self.tty_of(self.interface)

    def tty_of(self, interface):
        places = glob.glob(f"{self.folder}/*.{interface}/tty*") + glob.glob(f"{self.folder}/*.{interface}/tty/tty*")
        names = [os.path.basename(place) for place in places if os.path.basename(place) != "tty"]
        return f"/dev/{names[0]}" if names else None

    def plug(self):
        self.plugged_at = time.monotonic()
        self.bench.sticks(f"plug {self.name}")

    def unplug(self):
        """Draws it out; its modem has no power from then on, and knows nothing of its calls later."""
        self.bench.sticks(f"unplug {self.name}")
        self.bench.simulator(f"fault modem{self.modem} reset")

    def replug(self, model=""):
        """As after a reset of the modem, or a mode switch."""
        self.plugged_at = time.monotonic()
        self.bench.sticks(f"replug {self.name} {model}")

    def freeze(self, way=""):
        self.bench.sticks(f"freeze {self.name} {way}")

    def report(self):
        """What the gateway tells of it."""
        return next((modem for modem in self.bench.admin("GET", "/admin/status")["modems"] if self.tty in modem["ports"]), None)

    def is_ready(self):
        report = self.report() if self.tty else None
        return report is not None and report["state"] == "ready"

    def wait_ready(self):
        """Waits until the gateway shows it ready: how many seconds that was after the plug, and its report."""
        wait_for(f"{self.name} is ready", self.is_ready, PATIENCE)
        return time.monotonic() - self.plugged_at, self.report()


class Bench(Field):
    """`sticks` are Stick's arguments after the bench, by name."""

    def __init__(self, **sticks):
        super().__init__(discover=True)
        for name, arguments in sticks.items():
            setattr(self, name, Stick(self, name, *arguments))
        self.emulator = subprocess.Popen(
            [sys.executable, f"{LAB}/sticks", f"{self.work}/sticks.sock", *[getattr(self, name).order for name in sticks]],
            stdout=subprocess.PIPE, text=True)
        if self.emulator.stdout.readline() != "ready\n":
            sys.exit("the emulated sticks did not start")

    def start_as_user(self):
        """Starts the gateway as a user who is nobody but a member of dialout, so that the udev rules have to let it in."""
        subprocess.run(["chown", "-R", "nobody:nogroup", self.work], check=True)
        self.start("setpriv", "--reuid=nobody", "--regid=nogroup", "--groups=dialout", "--bounding-set=-all", lines=0)
        with open(f"/proc/{self.gateway.pid}/status") as status:
            return next(line.split()[1] for line in status if line.startswith("Uid:"))

    def __exit__(self, *error):
        self.sticks("quit")
        self.emulator.wait(10)
        if error[0]:
            with open(f"{self.work}/gateway.log") as log:
                print("the gateway's log ends:", *log.read().splitlines()[-40:], sep="\n")
        super().__exit__(*error)

    def sticks(self, order):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(20)
            connection.connect(f"{self.work}/sticks.sock")
            connection.sendall(f"{order}\n".encode())
            answer = connection.recv(4096).decode().strip()
        if answer not in ("ok", "") or not answer and order != "quit":
            sys.exit(f"{order}: {answer}")

    def problems(self):
        """The codes of what the gateway says is wrong."""
        return [problem["code"] for problem in self.admin("GET", "/admin/status")["problems"]]

    def call(self, stick, number):
        """A call to a stick's line is dropped, and verifies the number."""
        dropped = self.dropped()
        id, modem = self.ask(number)
        assert modem == stick.modem, f"asked to call modem{modem}, wanted was modem{stick.modem}"
        self.ring(stick, number)
        wait_for("the callback", lambda: self.callbacks[id], PATIENCE)
        assert self.callbacks[id][0][1] == "verification.verified", self.callbacks[id]
        wait_for("the call is dropped", lambda: self.dropped() == dropped + 1, PATIENCE)

    def calls(self, number):
        """What was recorded of a caller."""
        return [call for call in self.admin("GET", "/admin/calls")["items"] if number in json.dumps(call)]

    def ring(self, stick, number):
        answer = self.simulator(f"ring modem{stick.modem} {number} rings=20")
        assert answer == "ok", answer

    def give_huawei_voice(self, stick):
        """A Huawei that refuses this question has no voice; a virtual modem refuses it unless it is told."""
        answer = self.simulator(f"answer modem{stick.modem} AT^CVOICE? ^CVOICE:0,8000,16,20")
        assert answer == "ok", answer

    def clear(self):
        """Every stick out, and nothing left of it."""
        for stick in vars(self).values():
            if isinstance(stick, Stick):
                self.sticks(f"unplug {stick.name}")
        wait_for("no tty is left", lambda: not ttys(), PATIENCE)
        wait_for("the gateway has no modem", lambda: not self.ready(), PATIENCE)

    def command(self, *words):
        """A command of ringcheck, and what it says."""
        return subprocess.run([PROGRAM, *words], env=ENVIRONMENT, capture_output=True, text=True, timeout=PATIENCE * 2)
