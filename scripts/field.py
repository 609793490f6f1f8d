"""A gateway whose two lines are virtual modems in another process, and a shop that hears its callbacks: the real program,
on loopback and PTYs only. Used by the other tests of this folder."""
import base64, collections, http.server, json, os, re, shutil, socket, sqlite3, subprocess, sys, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("RINGCHECK_PROGRAM", f"{ROOT}/.build/debug/ringcheck")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("RINGCHECK_")}
# The virtual modems need the machine's own PTYs, also where the gateway runs in a mocked /dev.
OUTSIDE = {k: v for k, v in ENVIRONMENT.items() if k not in ("LD_PRELOAD", "UMOCKDEV_DIR")}


def wait_for(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    sys.exit(f"not within {seconds} s: {what}")


class Field:
    def __init__(self, discover=False, modems=2):
        self.discover, self.count = discover, modems
        self.settings = {}
        self.work = tempfile.mkdtemp(prefix="ringcheck-field-")
        self.callbacks = collections.defaultdict(list)
        self.gateway = None
        self._listen()
        self.configure()
        self.dropped_before = 0
        self.plug_in()

    def plug_in(self):
        """The virtual modems, in a process of their own."""
        self.modems = subprocess.Popen(
            [PROGRAM, "simulate", "modems", "--count", str(self.count), "--directory", f"{self.work}/modems"], env=OUTSIDE,
            stdout=subprocess.PIPE, text=True)
        self.numbers = [self.modems.stdout.readline().split()[-1] for _ in range(self.count)]

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        """Ends what was started; what it wrote stays where something failed."""
        for process in (self.gateway, self.modems):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()
        if failure is None:
            shutil.rmtree(self.work, ignore_errors=True)

    def start(self, *prefix, lines=None):
        """Starts the gateway, behind a command such as strace if wanted, and waits for so many lines."""
        self.launch(*prefix)
        lines = self.count if lines is None else lines
        wait_for(f"{lines} lines ready", lambda: self.running() and len(self.ready()) == lines, 60)

    def launch(self, *prefix):
        log = open(f"{self.work}/gateway.log", "a")
        self.gateway = subprocess.Popen(
            [*prefix, PROGRAM, "serve", "--config", f"{self.work}/ringcheck.yaml"], env=ENVIRONMENT, stdout=log, stderr=log)

    def stop(self):
        self.gateway.terminate()
        self.gateway.wait(20)

    def command(self, *words, prefix=()):
        """Runs the command line against this gateway: its exit code, and what it said as JSON."""
        done = subprocess.run(
            [*prefix, PROGRAM, *words, "--config", f"{self.work}/ringcheck.yaml", "--json"], env=ENVIRONMENT, capture_output=True,
            text=True)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None

    def page(self, *words):
        """What a person is shown."""
        return subprocess.run(
            [PROGRAM, *words, "--config", f"{self.work}/ringcheck.yaml"], env=ENVIRONMENT, capture_output=True, text=True).stdout

    def address(self):
        """Of the API, as the gateway told it last: http://127.0.0.1:8080."""
        def told():
            with open(f"{self.work}/gateway.log", errors="replace") as log:
                return re.findall(r"ringcheck listens on (https?://\S+)", log.read())
        wait_for("an address", told)
        return told()[-1]

    def admin(self, method, path, body=None):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(f"{self.work}/admin.sock")
            data = json.dumps(body).encode() if body is not None else b""
            head = (f"{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n"
                    f"content-length: {len(data)}\r\n\r\n")
            connection.sendall(head.encode() + data)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        return json.loads(answer.split(b"\r\n\r\n", 1)[1])

    def ask(self, number):
        """Asks for a verification; its id and which modem is to be called."""
        asked = self.admin("POST", "/admin/verifications", {"phone_number": number})
        if "id" not in asked:
            sys.exit(f"no verification: {asked}")
        return asked["id"], self.numbers.index(asked["number_to_call"])

    def simulator(self, line):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"{self.work}/modems/control.sock")
            connection.sendall(line.encode() + b"\n")
            return connection.recv(4096).decode().strip()

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.work}/data/ringcheck.sqlite?mode=ro", uri=True) as database:
            return database.execute(sql, values).fetchall()

    def dropped(self):
        """How many calls the modems heard being hung up."""
        return self.counted("dropped")

    def counted(self, what):
        """What the modems have counted, all together."""
        words = [word for index in range(self.count) for word in self.simulator(f"count modem{index}").split()]
        return sum(int(word.split("=")[1]) for word in words if word.startswith(f"{what}="))

    def running(self):
        """Whether it answers; ends the test where the gateway has ended."""
        if self.gateway.poll() is not None:
            sys.exit(f"the gateway ended: see {self.work}/gateway.log")
        try:
            return "state" in self.admin("GET", "/admin/status")
        except (OSError, ValueError, IndexError):
            return False

    def ready(self):
        """The modems that are ready."""
        return [modem for modem in self.admin("GET", "/admin/status")["modems"] if modem["state"] == "ready"]

    def _listen(self):
        callbacks, field = self.callbacks, self
        self.answers = True
        self.arrived = arrived = {}

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                while not field.answers:
                    time.sleep(0.1)
                subject = body["data"].get("id", body["type"])  # a test event and a modem's are about no record
                arrived.setdefault(subject, time.monotonic())
                callbacks[subject].append((self.headers["webhook-id"], body["type"]))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=self.receiver.serve_forever, daemon=True).start()

    def configure(self, **settings):
        """Writes the configuration: `modems`, `data`, `callback`, `secret` or `listen` in place of the usual."""
        self.settings = settings
        with open(f"{self.work}/secret", "w") as file:
            file.write("whsec_" + base64.b64encode(os.urandom(32)).decode())
        os.chmod(f"{self.work}/secret", 0o600)
        with open(f"{self.work}/ringcheck.yaml", "w") as file:
            file.write(f"""
data-directory: {settings.get("data", self.work + "/data")}

http: {{ listen: "{settings.get("listen", "127.0.0.1:0")}" }}
admin-socket: {self.work}/admin.sock
modems: {settings.get("modems") or self._modems()}
verification: {{ pending-per-line: 0 }}
callbacks: {{ allow-private-networks: [127.0.0.0/8] }}
applications:
  - {{ name: shop, callback-url: "{settings.get("callback") or f"http://127.0.0.1:{self.receiver.server_port}/"}",
      callback-secret-file: {settings.get("secret", self.work + "/secret")} }}
""")

    def _modems(self):
        if self.discover:
            return "{ discover: true }"
        ports = ", ".join(f"{{ path: {self.work}/modems/modem{index} }}" for index in range(self.count))
        return f"{{ discover: false, ports: [{ports}] }}"
