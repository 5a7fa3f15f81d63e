// Who signed what: verifier keys and signed notes (https://c2sp.org/signed-note), checkpoints and receipts;
// timeline/note.py, treehead.py and receipt.py say more.
"use strict";

const ED25519 = 1, COSIGNATURE = 4;
const bytesOf = (text) => new TextEncoder().encode(text);

// The verifier keys in a text, one a line.
async function keysIn(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.length) throw new Error("There is no verifier key; whose word is to count?");
  return Promise.all(lines.map(keyIn));
}

async function keyIn(line) {
  const [, name, stated, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/u.exec(line) ?? [];
  const [kind, ...bytes] = fromBase64(encoded ?? "");
  if (bytes.length !== 32 || ![ED25519, COSIGNATURE].includes(kind)) {
    throw new Error(`This is no verifier key of an Ed25519 signature: ${line}`);
  }
  const key = { name, kind, bytes: Uint8Array.from(bytes), line };
  key.id = await keyId(key, kind);
  if (key.id !== stated) throw new Error(`This key was not copied whole: ${line}`);
  return key;
}

async function keyId({ name, bytes }, kind) {
  const digest = await sha256(joined(bytesOf(`${name}\n`), [kind], bytes));
  return Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Whether the browser can check signatures.
async function checksEd25519() {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32).fill(1), "Ed25519", false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

async function isSigned(key, kind, text, signature) {
  const timed = kind === COSIGNATURE ? signature.subarray(0, 8) : null;
  const message = timed ? `cosignature/v1\ntime ${secondsOf(timed)}\n${text}` : text;
  const imported = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature.subarray(timed ? 8 : 0), bytesOf(message));
}

const secondsOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);

// A note taken apart: its text and the lines of signatures under it.
function noteIn(whole) {
  const end = whole.lastIndexOf("\n\n");
  if (end < 0 || !whole.endsWith("\n") || /[\0-\x09\x0b-\x1f]/.test(whole)) throw new Error("it is not a signed note");
  const signatures = whole.slice(end + 2, -1).split("\n").map((line) => {
    const [, name, encoded] = /^— ([^ +]+) (\S+)$/.exec(line) ?? [];
    const raw = fromBase64(encoded ?? "");
    if (raw.length <= 4) throw new Error("it has a line under it that is no signature");
    const id = Array.from(raw.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { name, id, signature: raw.subarray(4) };
  });
  return { text: whole.slice(0, end + 1), signatures };
}

// What a checkpoint says, once one of the keys has proved to have signed it, and when.
async function headIn(whole, keys) {
  const { text, signatures } = noteIn(whole);
  const names = [], times = [];
  for (const key of keys) {
    const theirs = signatures.find(({ name, id }) => name === key.name && id === key.id);
    if (theirs && !(await isSigned(key, key.kind, text, theirs.signature))) {
      throw new Error(`the signature of ${key.name} is not of this text: it was changed, or is forged`);
    }
    if (theirs) names.push(key.name);
    const id = await keyId(key, COSIGNATURE);
    for (const { signature } of signatures.filter((one) => one.name === key.name && one.id === id)) {
      if (await isSigned(key, COSIGNATURE, text, signature)) times.push(Number(secondsOf(signature)));
    }
  }
  if (!names.length) {
    throw new Error(`it is not signed with the key that was given, but by ${signatures.map(({ name }) => name).join(", ")}`);
  }
  const head = { ...statedIn(text), time: times.length ? Math.min(...times) : null, whole };
  if (!names.includes(head.origin)) throw new Error(`it is of another log, ${head.origin}`);
  return head;
}

function statedIn(text) {
  const [origin, size, root, ...others] = text.slice(0, -1).split("\n");
  const bytes = fromBase64(root ?? "");
  if (!origin || !/^(0|[1-9][0-9]{0,14})$/.test(size ?? "") || bytes.length !== 32 || others.includes("")) {
    throw new Error("it is not a checkpoint: an origin, a size, and a root of 32 bytes in base64");
  }
  return { origin, size: Number(size), root: bytes };
}

// A receipt (https://c2sp.org/tlog-proof) taken apart; its line stands in `extra`.
function receiptIn(whole) {
  const end = whole.indexOf("\n\n");
  const [format, extra, index, ...proof] = whole.slice(0, Math.max(end, 0)).split("\n");
  const line = fromBase64(extra?.startsWith("extra ") ? extra.slice(6) : "");
  const place = /^index (0|[1-9][0-9]{0,14})$/.exec(index ?? "");
  const hashes = proof.map(fromBase64);
  if (format !== "c2sp.org/tlog-proof@v1" || !line.length || !place || hashes.some((one) => one.length !== DIGEST)) {
    throw new Error("it is not a receipt with its line in it");
  }
  return { line, place: Number(place[1]), proof: hashes, checkpoint: whole.slice(end + 2) };
}

const isReceipt = (whole) => whole.startsWith("c2sp.org/tlog-proof@");

// The signed head that covers the line in a receipt.
async function provedBy(receipt, keys) {
  const head = await headIn(receipt.checkpoint, keys);
  if (!(await includes(head.root, head.size, await sha256(joined([0], receipt.line)), receipt.place, receipt.proof))) {
    throw new Error("its line is not the one that was signed: one of them was changed");
  }
  return head;
}

function receiptOf(line, place, proof, checkpoint) {
  const hashes = proof.map((hash) => `${toBase64(hash)}\n`).join("");
  return `c2sp.org/tlog-proof@v1\nextra ${toBase64(line)}\nindex ${place}\n${hashes}\n${checkpoint}`;
}
