#!/usr/bin/env python3
"""Ringcheck from Python, standard library only."""
import base64, hashlib, hmac, http.client, json, os, re, sys, time, urllib.error, urllib.request, uuid


def api(method, path, body=None, headers=None):
    """The status, the headers and the JSON of one request."""
    request = urllib.request.Request(
        os.environ["RINGCHECK_URL"] + path, method=method, data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {os.environ['RINGCHECK_KEY']}", "Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, error.headers, json.loads(text) if text else None


def create_and_wait(number):
    status, _, made = api(
        "POST", "/v1/verifications", {"phone_number": number, "reference": f"python-{os.getpid()}"},
        {"Idempotency-Key": str(uuid.uuid4())})
    if status not in (200, 201):
        sys.exit(f"refused: {made['title']} {made.get('detail', '')}")
    print(f"Call {made['number_to_call']} from {number}, and let it ring until it stops.", flush=True)
    tag, seen, until = "", made, time.monotonic() + 700
    while seen["status"] == "pending" and time.monotonic() < until:
        time.sleep(1)
        try:
            # 304 without a body, until something changed.
            status, headers, body = api("GET", f"/v1/verifications/{made['id']}", headers={"If-None-Match": tag})
        except (OSError, http.client.HTTPException):
            continue  # Nobody answers just now, such as while the gateway is started again.
        if status == 200:
            tag, seen = headers["ETag"], body
    print(seen["status"])
    return seen["status"] == "verified"


def verify(secret, headers, body, now=None):
    """Whether a callback is Ringcheck's (Standard Webhooks 1.0). `headers` in lower case; `body` as the bytes that came."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    id, timestamp, signatures = (headers.get(name, "").encode() for name in names)
    if not timestamp.isdigit() or abs((now or time.time()) - int(timestamp[:15])) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = id + b"." + timestamp + b"." + body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    # Two signatures come while the secret is rotated.
    return any([hmac.compare_digest(expected, signature) for signature in signatures.split(b" ")])


def main(command, argument):
    if command == "create-and-wait":
        return create_and_wait(argument)
    head, *rest = re.split(rb"\r?\n\r?\n", sys.stdin.buffer.read(), maxsplit=1)
    lines = [line.partition(": ") for line in head.decode(errors="replace").splitlines()]
    headers, body = {name.lower(): value for name, _, value in lines}, b"".join(rest)
    return verify(argument, headers, body, float(os.environ.get("RINGCHECK_NOW") or 0) or None)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("create-and-wait", "verify-signature"):
        sys.exit(f"usage: {sys.argv[0]} create-and-wait NUMBER | verify-signature SECRET")
    if sys.argv[1] == "create-and-wait" and not {"RINGCHECK_URL", "RINGCHECK_KEY"} <= os.environ.keys():
        sys.exit("set RINGCHECK_URL and RINGCHECK_KEY")
    try:
        sys.exit(0 if main(sys.argv[1], sys.argv[2]) else 1)
    except urllib.error.URLError as error:
        sys.exit(f"{os.environ['RINGCHECK_URL']} does not answer: {error.reason}")
