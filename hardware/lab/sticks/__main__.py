"""Emulated USB modems behind Linux's vhci-hcd: the kernel sees genuine USB devices, binds its own drivers and makes the ttys.

usage: python3 sticks SOCKET NAME=MODEL[,KEY=VALUE…] …        and: python3 sticks --list

keys: place=N      the socket of the virtual hub, 0 to 7 (by default the modems get one after the other)
      serial=TEXT  a serial number instead of the model's
      atNN=tty:P   the serial port of interface NN (hexadecimal) carries the bytes of the tty or PTY P; the others are silent

SOCKET takes one order a line, and answers each with one, "ok" or "error …":
      plug NAME, unplug NAME, replug NAME [MODEL] (at once, as after a reset; with a model: a mode switch),
      freeze NAME [in|out] (its ports give and take nothing any more, or only one of both), quit
"""
import os, socket, sys

from backends import Loop
from device import Device
from models import MODELS, Descriptors


class Orders:
    def __init__(self, loop, devices, path):
        self.loop, self.devices = loop, devices
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(4)
        loop.on(self.listener, self._accept)

    def _accept(self):
        connection, _ = self.listener.accept()
        self.loop.on(connection, lambda: self._read(connection))

    def _read(self, connection):
        lines = connection.recv(4096).decode().splitlines()
        if not lines:
            self.loop.off(connection)
            connection.close()
        for line in lines:
            try:
                self._obey(*line.split())
                answer = "ok"
            except (OSError, KeyError, ValueError, TypeError) as error:
                answer = f"error {type(error).__name__}: {error}"
            connection.sendall(f"{answer}\n".encode())

    def _obey(self, verb, name=None, detail=None):
        if verb == "quit":
            for device in self.devices.values():
                device.unplug()
            sys.exit(0)
        device = self.devices[name]
        if verb in ("unplug", "replug"):
            device.unplug()
        if verb == "replug" and detail:
            device.become(detail)
        if verb in ("plug", "replug"):
            device.plug()
        elif verb == "freeze":
            device.freeze(detail)
        elif verb != "unplug":
            raise ValueError(f"no such order: {verb}")


def device(loop, place, text):
    head, *options = text.split(",")
    name, model = head.split("=")
    options = dict(option.split("=", 1) for option in options)
    ports = {int(key[2:], 16): value for key, value in options.items() if key.startswith("at")}
    return Device(loop, name, model, int(options.get("place", place)), ports, options.get("serial"))


def main():
    if len(sys.argv) < 3 and sys.argv[1:] != ["--list"]:
        sys.exit(__doc__)
    if sys.argv[1] == "--list":
        for name, model in MODELS.items():
            ports = " ".join(f"{number:02x}" for number in Descriptors(model).streams) or "none"
            print(f"{name:14} {model.vendor:04x}:{model.product:04x} {model.name}; serial ports: {ports}")
        return
    loop = Loop()
    devices = [device(loop, place, text) for place, text in enumerate(sys.argv[2:])]
    Orders(loop, {device.name: device for device in devices}, os.path.abspath(sys.argv[1]))
    print("ready", flush=True)
    loop.run()


main()
