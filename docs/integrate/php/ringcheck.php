<?php
// Ringcheck from PHP 8, without packages.

function api(string $method, string $path, ?array $body = null, array $headers = []): array
{
    $context = stream_context_create(['http' => [
        'method' => $method,
        'header' => ['Authorization: Bearer ' . getenv('RINGCHECK_KEY'), 'Content-Type: application/json', ...$headers],
        'content' => $body === null ? '' : json_encode($body),
        'ignore_errors' => true,
        'timeout' => 30,
    ]]);
    $text = @file_get_contents(getenv('RINGCHECK_URL') . $path, false, $context);
    if ($text === false || !preg_match('/ (\d{3})/', $http_response_header[0] ?? '', $found)) {
        return [0, ['title' => getenv('RINGCHECK_URL') . ' does not answer.']];
    }
    return [(int) $found[1], json_decode($text, true)];
}

function create_and_wait(string $number): bool
{
    [$status, $made] = api('POST', '/v1/verifications', ['phone_number' => $number, 'reference' => 'php-' . getmypid()],
        ['Idempotency-Key: ' . bin2hex(random_bytes(16))]);
    if ($status !== 200 && $status !== 201) {
        fwrite(STDERR, "refused: {$made['title']} " . ($made['detail'] ?? '') . "\n");
        return false;
    }
    echo "Call {$made['number_to_call']} from $number, and let it ring until it stops.\n";
    // What your server asks when the person comes back: the first 000 takes it.
    $until = time() + 700;
    do {
        sleep(1);
        [$status, $answer] = api('POST', '/v1/authenticate', ['phone_number' => $number, 'verification_id' => $made['id']]);
        // No answer: the gateway may be starting again.
        $goes_on = $status === 200 ? $answer['status'] === 'pending' : $status === 0 || $status >= 500;
    } while ($goes_on && time() < $until);
    if ($status !== 200) {
        fwrite(STDERR, "refused: {$answer['title']}\n");
        return false;
    }
    echo $answer['status'], "\n";
    return $answer['code'] === '000';
}

/** Whether a callback is Ringcheck's (Standard Webhooks 1.0). $body as the bytes that came: file_get_contents('php://input'). */
function verify(string $secret, array $headers, string $body, ?int $now = null): bool
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!ctype_digit($timestamp) || abs(($now ?? time()) - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $code = hash_hmac('sha256', "$id.$timestamp.$body", $key, true);
    $expected = 'v1,' . base64_encode($code);
    $good = false;
    // Two signatures come while the secret is rotated.
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $signature) {
        $good = hash_equals($expected, $signature) || $good;
    }
    return $good;
}

function verify_input(string $secret): bool
{
    [$head, $body] = preg_split('/\r?\n\r?\n/', file_get_contents('php://stdin'), 2) + ['', ''];
    $headers = [];
    foreach (preg_split('/\r?\n/', $head) as $line) {
        [$name, $value] = explode(': ', $line, 2) + ['', ''];
        $headers[strtolower($name)] = $value;
    }
    return verify($secret, $headers, $body, (int) getenv('RINGCHECK_NOW') ?: null);
}

$commands = ['create-and-wait' => 'create_and_wait', 'verify-signature' => 'verify_input'];
if ($argc !== 3 || !isset($commands[$argv[1]])) {
    fwrite(STDERR, "usage: ringcheck.php create-and-wait NUMBER | verify-signature SECRET\n");
    exit(64);
}
if ($argv[1] === 'create-and-wait' && (!getenv('RINGCHECK_URL') || !getenv('RINGCHECK_KEY'))) {
    fwrite(STDERR, "set RINGCHECK_URL and RINGCHECK_KEY\n");
    exit(64);
}
exit($commands[$argv[1]]($argv[2]) ? 0 : 1);
