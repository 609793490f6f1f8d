#!/usr/bin/env bash
# Ringcheck from a shell: curl, openssl, and sed for the JSON. Bash 4 or newer.
set -euo pipefail

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

api() {  # METHOD PATH [BODY]
    curl -sS -X "$1" "$RINGCHECK_URL$2" -H "Authorization: Bearer $RINGCHECK_KEY" ${3:+-H "Content-Type: application/json" -d "$3"} \
        "${@:4}"
}

create_and_wait() {
    : "${RINGCHECK_URL:?set it to the address of the gateway, such as http://127.0.0.1:8080}" "${RINGCHECK_KEY:?set it to an API key}"
    local number="$1" made id
    made="$(api POST /v1/verifications "{\"phone_number\":\"$number\",\"reference\":\"curl-$$\"}" -H "Idempotency-Key: $(openssl rand -hex 16)")"
    id="$(field id <<<"$made")"
    [ -n "$id" ] || { echo "refused: $made" >&2; return 1; }
    echo "Call $(field number_to_call <<<"$made") from $number, and let it ring until it stops."
    # The stream ends by itself when the verification does. One that breaks before, such as while the gateway is started again, is opened anew.
    local status=pending line until=$((SECONDS + 700))
    while [ "$status" = pending ] && [ "$SECONDS" -lt "$until" ]; do
        while IFS= read -r line; do
            [[ "$line" == data:* ]] && status="$(field status <<<"$line")"
        done < <(api GET "/v1/verifications/$id/events" "" -N 2>/dev/null)
        [ "$status" != pending ] || sleep 1
    done
    echo "$status"
    [ "$status" = verified ]
}

# Standard Webhooks: HMAC-SHA256 over id.timestamp.body, keyed with the bytes behind whsec_, base64.
verify_signature() {
    local secret="$1" id="" timestamp="" signatures="" line now="${RINGCHECK_NOW:-$(date +%s)}"
    local message
    message="$(mktemp)"
    cat >"$message"
    while IFS= read -r line && [ -n "${line%$'\r'}" ]; do
        line="${line%$'\r'}"
        case "${line,,}" in
            webhook-id:*) id="${line#*: }" ;;
            webhook-timestamp:*) timestamp="${line#*: }" ;;
            webhook-signature:*) signatures="${line#*: }" ;;
        esac
    done <"$message"
    # Digits only: bash would carry out what else stands in an arithmetic expression.
    case "$timestamp" in "" | *[!0-9]*) rm -f "$message"; return 1 ;; esac
    local age=$((now - 10#${timestamp:0:15}))
    if [ "${age#-}" -gt 300 ]; then rm -f "$message"; echo "too old" >&2; return 1; fi
    local key expected
    key="$(printf '%s' "${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')"
    expected="v1,$({ printf '%s.%s.' "$id" "$timestamp"; sed '1,/^\r\{0,1\}$/d' "$message"; } |
        openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64 -w0)"
    rm -f "$message"
    local signature good=1
    # All are looked at, and by their hashes, so that the time tells nothing of where they differ.
    for signature in $signatures; do
        [ "$(printf '%s' "$signature" | sha256sum)" = "$(printf '%s' "$expected" | sha256sum)" ] && good=0
    done
    return "$good"
}

case "${2:+$1}" in
    create-and-wait) create_and_wait "$2" ;;
    verify-signature) verify_signature "$2" ;;
    *) echo "usage: $0 create-and-wait NUMBER | verify-signature SECRET" >&2; exit 64 ;;
esac
