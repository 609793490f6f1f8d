"""USB devices as umockdev is told of them."""

BUS = "/devices/pci0000:00/0000:00:14.0/usb1"


def usb_device(port, number, vendor, product, more=""):
    return f"""P: {BUS}/1-{port}
N: bus/usb/001/{number:03d}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
E: DEVNAME=/dev/bus/usb/001/{number:03d}
E: ID_PATH=pci-0000:00:14.0-usb-0:{port}
A: idVendor={vendor}
A: idProduct={product}
A: bDeviceClass=00
A: product=Mobile
{more}
"""


def tty(port, interface, number):
    place = f"{BUS}/1-{port}/1-{port}:1.{interface}"
    return f"""P: {place}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface
A: bInterfaceNumber={interface:02d}

P: {place}/ttyUSB{number}/tty/ttyUSB{number}
N: ttyUSB{number}
E: SUBSYSTEM=tty
E: DEVNAME=/dev/ttyUSB{number}
E: MAJOR=188
E: MINOR={number}
E: ID_BUS=usb
E: ID_USB_INTERFACE_NUM={interface:02d}
A: dev=188:{number}

"""
