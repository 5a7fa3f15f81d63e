// The Merkle tree over the lines of a log (RFC 6962, section 2.1), with the browser's SHA-256; timeline/tlog.py says more.
"use strict";

const DIGEST = 32, WIDTH = 256, LONGEST = 1 << 16;
const TOMBSTONE = new TextEncoder().encode('{"leaf_hash":"');

const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

const joined = (...parts) => joinedAll(parts);

function joinedAll(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((place, part) => (whole.set(part, place), place + part.length), 0);
  return whole;
}

// What a text in base64 spells; nothing when it is not the one spelling of it.
function fromBase64(text) {
  try {
    const raw = atob(text);
    return btoa(raw) === text ? Uint8Array.from(raw, (char) => char.charCodeAt(0)) : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

const nodeHash = (left, right) => sha256(joined([1], left, right));

// The hash of a line; one that was redacted carries it.
async function leafHash(line) {
  return redactedLeaf(line) ?? sha256(joined([0], line));
}

function redactedLeaf(line) {
  if (!same(line.subarray(0, TOMBSTONE.length), TOMBSTONE)) return null;
  const leaf = fromBase64(new TextDecoder().decode(line.subarray(TOMBSTONE.length, TOMBSTONE.length + 44)));
  return leaf.length === DIGEST && line[TOMBSTONE.length + 44] === 0x22 ? leaf : null;
}

// The root of a whole subtree over some hashes, level by level, so that many are hashed at once.
async function wholeRoot(hashes) {
  while (hashes.length > 1) {
    const pairs = hashes.filter((_, place) => place % 2 === 0);
    hashes = await Promise.all(pairs.map((left, place) => nodeHash(left, hashes[2 * place + 1])));
  }
  return hashes[0];
}

// The tree over the lines so far: for each bit of their number, the root of a whole subtree.
class Tree {
  size = 0;
  whole = [];

  async add(hash, leaves = 1) {
    this.size += leaves;
    while (this.whole.at(-1)?.leaves === leaves) {
      hash = await nodeHash(this.whole.pop().hash, hash);
      leaves *= 2;
    }
    this.whole.push({ hash, leaves });
  }

  async addAll(hashes) {
    for (let place = 0; place < hashes.length; ) {
      const isWhole = this.size % WIDTH === 0 && hashes.length - place >= WIDTH;
      const part = hashes.slice(place, place + (isWhole ? WIDTH : 1));
      await this.add(await wholeRoot(part), part.length);
      place += part.length;
    }
  }

  async root() {
    let [right, ...rest] = this.whole.map(({ hash }) => hash).reverse();
    for (const left of rest) right = await nodeHash(left, right);
    return right ?? sha256(new Uint8Array());
  }
}

// The lines of a stream of bytes, some thousand at a time; what no newline ends is none yet.
async function* linesOf(stream) {
  const reader = stream.getReader();
  let rest = new Uint8Array();
  for (let part; !(part = await reader.read()).done; ) {
    const bytes = joined(rest, part.value), lines = [];
    let start = 0;
    for (let end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) lines.push(bytes.subarray(start, end));
    rest = bytes.slice(start);
    if (rest.length > LONGEST) throw new Error("it has a line of more than 64 KiB, so it is no log");
    if (lines.length) yield lines;
  }
}

// The roots of the first so many lines, for each of some sizes; and the hashes of all lines, side by side in pieces.
// `noted` is given the lines as they come, with the number of those before them.
async function rootsOf(stream, sizes, noted) {
  const tree = new Tree(), roots = new Map(), leaves = [];
  const wanted = [...new Set(sizes)].sort((one, other) => one - other);
  if (wanted[0] === 0) roots.set(wanted.shift(), await tree.root());
  for await (const lines of linesOf(stream)) {
    noted(lines, tree.size);
    let hashes = await Promise.all(lines.map(leafHash));
    leaves.push(joinedAll(hashes));
    while (wanted.length && wanted[0] <= tree.size + hashes.length) {
      const first = hashes.slice(0, wanted[0] - tree.size);
      hashes = hashes.slice(first.length);
      await tree.addAll(first);
      roots.set(wanted.shift(), await tree.root());
    }
    await tree.addAll(hashes);
  }
  return { roots, leaves, size: tree.size };
}

// The largest power of two below a size.
function halfOf(size) {
  let half = 1;
  while (2 * half < size) half *= 2;
  return half;
}

// The hashes that prove that a tree has a leaf, from tiles (https://c2sp.org/tlog-tiles); `tile` fetches one by its path.
async function proofOf(index, size, tile) {
  const beside = [];
  for (let start = 0, end = size; end - start > 1; ) {
    const middle = start + halfOf(end - start);
    beside.push(index < middle ? [middle, end] : [start, middle]);
    [start, end] = index < middle ? [start, middle] : [middle, end];
  }
  return Promise.all(beside.reverse().map(([start, end]) => rootBetween(start, end, size, tile)));
}

async function rootBetween(start, end, size, tile) {
  const half = halfOf(end - start);
  if (end - start === 1 || 2 * half === end - start) return rootInTile(start, end - start, size, tile);
  const middle = start + half;
  return nodeHash(await rootBetween(start, middle, size, tile), await rootBetween(middle, end, size, tile));
}

async function rootInTile(start, leaves, size, tile) {
  let level = 0, under = 1;
  for (; leaves / under >= WIDTH; level += 1) under *= WIDTH;
  const first = start / under, number = Math.floor(first / WIDTH);
  const width = Math.min(WIDTH, Math.floor(size / under) - number * WIDTH);
  const hashes = split(await tile(tilePath(level, number, width)));
  if (hashes.length !== width) throw new Error("a tile has not as many hashes as it should have");
  return wholeRoot(hashes.slice(first % WIDTH, (first % WIDTH) + leaves / under));
}

function tilePath(level, number, width) {
  const digits = String(number), parts = digits.padStart(3 * Math.ceil(digits.length / 3), "0").match(/.../g);
  const folders = parts.slice(0, -1).map((part) => `x${part}/`).join("");
  return `tile/${level}/${folders}${parts.at(-1)}${width < WIDTH ? `.p/${width}` : ""}`;
}

function split(tile) {
  return Array.from({ length: Math.floor(tile.length / DIGEST) }, (_, n) => tile.subarray(n * DIGEST, (n + 1) * DIGEST));
}

// Whether the tree of that root and size has the leaf at an index (RFC 9162, section 2.1.3.2).
async function includes(root, size, leaf, index, proof) {
  if (!(index >= 0 && index < size) || proof.some((hash) => hash.length !== DIGEST)) return false;
  let node = index, last = size - 1, hash = leaf;
  const up = () => ([node, last] = [Math.floor(node / 2), Math.floor(last / 2)]);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 || node === last) {
      hash = await nodeHash(sibling, hash);
      while (node && node % 2 === 0) up();
    } else {
      hash = await nodeHash(hash, sibling);
    }
    up();
  }
  return last === 0 && same(hash, root);
}
