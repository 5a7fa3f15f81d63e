// The page that verifies in the reader's browser: the log that lies beside it or a copy of it, and any receipt.
"use strict";

const at = (id) => document.getElementById(id);
const folder = new URL("data/", document.baseURI);
const isFile = location.protocol === "file:";
const when = (seconds) => (seconds === null ? "" : `, by its own word on ${new Date(1000 * seconds).toISOString().slice(0, 19)}Z`);

// Say how it came out: `good`, `bad`, or on the way.
function tell(id, lines, how = "") {
  at(id).className = how;
  at(id).replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
}

async function attempt(id, what) {
  tell(id, []);
  try {
    if (!crypto.subtle) throw new Error("This browser checks nothing on a page that came unencrypted: open it by https, or from localhost.");
    if (!(await checksEd25519())) {
      throw new Error("This browser cannot check Ed25519 signatures (Chrome can from 137 on, Firefox from 129, Safari from 17). Use another one, or `timeline verify`.");
    }
    await what();
  } catch (error) {
    tell(id, [error.message], "bad");
  }
}

// What a reader kept: a checkpoint, or a receipt with one in it. The same key must have signed it.
async function keptHead(keys) {
  const text = at("kept").value;
  if (!text.trim()) return [];
  try {
    return [await headIn(isReceipt(text) ? receiptIn(text).checkpoint : text, keys)];
  } catch (error) {
    throw new Error(`What you kept does not count: ${error.message}.`);
  }
}

async function newestHead(keys) {
  try {
    return await headIn(at("checkpoint").value, keys);
  } catch (error) {
    throw new Error(`The checkpoint does not count: ${error.message}.`);
  }
}

async function verifyLog() {
  const keys = await keysIn(at("key").value);
  const heads = [await newestHead(keys), ...(await keptHead(keys))];
  const log = at("log-file").files[0];
  if (isFile && !log) {
    throw new Error("This page was opened as a file, so it cannot read the log beside it: choose data/events.jsonl above, or open the site by a web server.");
  }
  tell("log-result", ["Reading the log…"]);
  const { size, problems, redacted } = await comparedAside({ log, folder: folder.href, heads }, (lines) => {
    tell("log-result", [`Reading the log: ${counted.format(lines)} of some ${counted.format(heads[0].size)} lines`]);
  });
  tell("log-result", problems.length ? [...problems, `This is NOT what was signed as ${heads[0].origin}.`] : said(heads, size, redacted), problems.length ? "bad" : "good");
}

function said([newest, kept], size, redacted) {
  const lines = [`The log's ${linesTo(newest.size)} are as they were signed as ${newest.origin}${when(newest.time)}.`];
  if (kept) lines.push(`They go on from what you kept (${linesTo(kept.size)}).`);
  if (redacted) lines.push(`${counted.format(redacted)} of them were redacted since, and another line says so of each.`);
  if (size > newest.size) lines.push(`${counted.format(size - newest.size)} more are not yet covered by a checkpoint.`);
  return lines;
}

// In a worker, which browsers do not start from a page that was opened as a file: there, on this page itself.
function comparedAside(given, progress) {
  if (isFile) return compared(given.log.stream(), given.heads, () => Promise.reject(), progress);
  return new Promise((resolve, reject) => {
    const worker = new Worker("static/verify-worker.js");
    worker.onerror = () => reject(new Error("The program that verifies could not be loaded."));
    worker.onmessage = ({ data: { lines, done, failed } }) => {
      if (lines !== undefined) return progress(lines);
      worker.terminate();
      return done ? resolve(done) : reject(new Error(`The log could not be read: ${failed}.`));
    };
    worker.postMessage(given);
  });
}

async function verifyReceipt() {
  const keys = await keysIn(at("key").value);
  at("line").hidden = at("take").hidden = true;
  let receipt, head;
  try {
    receipt = receiptIn(at("receipt").value);
    head = await provedBy(receipt, keys);
  } catch (error) {
    throw new Error(`This receipt proves nothing: ${error.message}.`);
  }
  const place = `Line ${counted.format(receipt.place + 1)} of ${head.origin}, when it had ${counted.format(head.size)}`;
  tell("receipt-result", [`${place}, is this one, as it was signed${when(head.time)}:`], "good");
  at("line").textContent = new TextDecoder().decode(receipt.line);
  at("line").hidden = at("take").hidden = false;
  at("take").href = URL.createObjectURL(new Blob([at("receipt").value], { type: "text/plain" }));
  at("take").download = `line-${receipt.place + 1}.tlog-proof`;
}

// The receipt of a line that a link to this page names: where its bytes begin, and its number.
async function makeReceipt(number, from) {
  if (isFile) throw new Error("This page was opened as a file, so it can fetch no proof: open the site by a web server.");
  tell("receipt-result", ["Fetching the line and its proof…"]);
  const checkpoint = at("checkpoint").value;
  const { size } = statedIn(noteIn(checkpoint).text);
  if (number > size) throw new Error(`The checkpoint covers ${counted.format(size)} lines, and this is line ${counted.format(number)}.`);
  const tile = async (path) => new Uint8Array(await (await got(new URL(path, folder))).arrayBuffer());
  const proof = await proofOf(number - 1, size, tile);
  at("receipt").value = receiptOf(await lineAt(from), number - 1, proof, checkpoint);
  await verifyReceipt();
}

// The line that begins at a byte. Not every server sends a part alone; of the others, all is read up to there.
async function lineAt(from) {
  const answer = await got(new URL("events.jsonl", folder), { Range: `bytes=${from}-${from + LONGEST - 1}` });
  const reader = answer.body.getReader();
  let skipped = answer.status === 206 ? from : 0, bytes = new Uint8Array();
  for (let part; bytes.indexOf(10) < 0 && !(part = await reader.read()).done; ) {
    bytes = joined(bytes, part.value.subarray(Math.max(0, from - skipped)));
    skipped += part.value.length;
  }
  await reader.cancel();
  return bytes.subarray(0, Math.max(0, bytes.indexOf(10)));
}

function follow() {
  const { line, from } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (/^[1-9][0-9]{0,14}$/.test(line) && /^[0-9]{1,15}$/.test(from)) {
    attempt("receipt-result", () => makeReceipt(Number(line), Number(from)));
  }
}

for (const [file, text] of [["kept-file", "kept"], ["receipt-file", "receipt"]]) {
  at(file).addEventListener("change", async () => (at(text).value = (await at(file).files[0]?.text()) ?? ""));
}
at("verify-log").addEventListener("click", () => attempt("log-result", verifyLog));
at("verify-receipt").addEventListener("click", () => attempt("receipt-result", verifyReceipt));
addEventListener("hashchange", follow);
follow();
