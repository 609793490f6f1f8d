#!/usr/bin/env node
// Ringcheck from Node 20, without packages.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

async function api(method, path, body, headers = {}) {
  const answer = await fetch(process.env.RINGCHECK_URL + path, {
    method,
    headers: { authorization: `Bearer ${process.env.RINGCHECK_KEY}`, "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`refused: ${json.title} ${json.detail ?? ""}`);
  return json;
}

/** The events of a stream, one after the other: what a browser's EventSource does, which takes the same address. */
async function* events(url) {
  const answer = await fetch(url);
  let text = "";
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
      if (fields.data) yield { type: fields.event, data: JSON.parse(fields.data) };
    }
  }
}

async function createAndWait(number) {
  if (!process.env.RINGCHECK_URL || !process.env.RINGCHECK_KEY) throw new Error("set RINGCHECK_URL and RINGCHECK_KEY");
  const made = await api(
    "POST", "/v1/verifications", { phone_number: number, reference: `node-${process.pid}` }, { "idempotency-key": randomUUID() });
  console.log(`Call ${made.number_to_call} from ${number}, and let it ring until it stops.`);
  let last = made;
  // A stream that breaks before the end, such as while the gateway is started again, is opened anew: so does EventSource.
  for (const until = Date.now() + 700_000; last.status === "pending" && Date.now() < until;) {
    try {
      // Your server makes the token; the browser gets the address, and no key.
      const { events_url } = await api("POST", `/v1/verifications/${made.id}/client-token`);
      for await (const event of events(process.env.RINGCHECK_URL + events_url)) last = event.data;
    } catch { /* Nobody answers just now. */ }
    if (last.status === "pending") await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  console.log(last.status);
  return last.status === "verified";
}

/** Whether a callback is Ringcheck's (Standard Webhooks 1.0). `body` as the bytes that came. */
export function verify(secret, headers, body, now = Date.now() / 1000) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (!id || !timestamp || !signatures || !(Math.abs(now - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = Buffer.from("v1," + createHmac("sha256", key).update(signed).digest("base64"));
  // Two signatures come while the secret is rotated.
  return signatures.split(" ").map(Buffer.from).filter((signature) =>
    signature.length === expected.length && timingSafeEqual(signature, expected)).length > 0;
}

function verifyInput(secret) {
  const input = readFileSync(0);
  const [gap] = input.toString("latin1").match(/\r?\n\r?\n/) ?? [""];
  const end = input.indexOf(gap);
  const lines = input.subarray(0, end).toString().split(/\r?\n/).map((line) => line.split(/: (.*)/s));
  const headers = Object.fromEntries(lines.map(([name, value]) => [name.toLowerCase(), value]));
  return verify(secret, headers, input.subarray(end + gap.length), Number(process.env.RINGCHECK_NOW) || undefined);
}

const [command, argument] = process.argv.slice(2);
const commands = { "create-and-wait": createAndWait, "verify-signature": verifyInput };
if (!commands[command] || !argument) {
  console.error("usage: ringcheck.mjs create-and-wait NUMBER | verify-signature SECRET");
  process.exit(64);
}
try {
  process.exitCode = (await commands[command](argument)) ? 0 : 1;
} catch (error) {
  console.error(error.cause ? `${process.env.RINGCHECK_URL} does not answer: ${error.cause.message}` : error.message);
  process.exitCode = 1;
}
