// What signed heads say against a log; timeline/verdict.py says more.
"use strict";

const counted = new Intl.NumberFormat("en");
const linesTo = (size) => (size === 1 ? "line 1" : `lines 1 to ${counted.format(size)}`);

async function got(address, headers = {}) {
  const answer = await fetch(address, { cache: "no-store", headers });
  if (!answer.ok) throw new Error(`${address}: the server answers ${answer.status}`);
  return answer;
}

// Compare a log, as a stream of bytes, with heads that were signed: the one in force first, then what a reader kept.
// Tells how many lines it has, and what is wrong. `tile` fetches a file of hashes, by which the line is found.
async function compared(stream, heads, tile, progress) {
  const redacted = new Map();
  const { roots, leaves, size } = await rootsOf(stream, heads.map((head) => head.size), (lines, before) => {
    lines.forEach((line, place) => noteRedaction(redacted, line, before + place + 1));
    progress(before + lines.length);
  });
  const problems = [...among(heads), ...against(heads, roots, size)];
  const wrong = heads.find((head) => head.size <= size && !same(roots.get(head.size), head.root));
  if (wrong === heads[0]) problems.push(...(await firstChange(wrong, leaves, tile)));
  for (const [leaf, { stone, said }] of redacted) {
    if (stone && !said) problems.push(`Line ${counted.format(stone)} was redacted, and no event says why (${leaf}).`);
    if (said && !stone) problems.push(`Line ${counted.format(said)} redacted a line, and its content is here (${leaf}).`);
  }
  return { size, problems, redacted: [...redacted.values()].filter(({ stone }) => stone).length };
}

function noteRedaction(redacted, line, number) {
  const leaf = redactedLeaf(line);
  const text = leaf ? "" : new TextDecoder().decode(line);
  const event = text.includes("event.redacted") ? parsed(text) : null;
  const hash = leaf ? toBase64(leaf) : event?.type === "event.redacted" ? event.data?.leaf_hash : null;
  if (hash) redacted.set(hash, { ...redacted.get(hash), [leaf ? "stone" : "said"]: number });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What is wrong among the heads themselves.
function* among([newest, ...kept]) {
  for (const head of kept) {
    if (head.origin !== newest.origin) yield `What you kept is of another log, ${head.origin}.`;
    if (head.size > newest.size) {
      const what = `What you kept was signed for ${counted.format(head.size)} lines, the checkpoint here for ${counted.format(newest.size)}`;
      yield `${what}: an older state was put back.`;
    }
    if (head.size === newest.size && !same(head.root, newest.root)) {
      yield "What you kept was signed for as many lines, but for other ones: keep both, they prove that the log was shown in two versions.";
    }
  }
}

// Which heads are not those of the log's first lines.
function* against(heads, roots, size) {
  for (const [place, head] of heads.entries()) {
    const name = place ? "what you kept" : "the checkpoint";
    if (head.size > size) {
      yield `The log has ${counted.format(size)} whole lines, but ${name} was signed for ${counted.format(head.size)}.`;
    } else if (!same(roots.get(head.size), head.root)) {
      yield `The log's ${linesTo(head.size)} are not those that ${name} was signed for.`;
    }
  }
}

// The first line that is not as it was signed, by the hashes that lie beside the log, if these make the signed root.
async function firstChange(head, leaves, tile) {
  const kept = [], tree = new Tree();
  try {
    for (let number = 0; number * WIDTH < head.size; number += 1) {
      kept.push(await tile(tilePath(0, number, Math.min(WIDTH, head.size - number * WIDTH))));
      await tree.addAll(split(kept.at(-1)));
    }
  } catch {
    return []; // as where a reader's own copy of a log is compared
  }
  if (tree.size !== head.size || !same(await tree.root(), head.root)) return [];
  const [signed, now] = [joinedAll(kept), joinedAll(leaves)];
  const first = Math.floor(signed.findIndex((byte, place) => byte !== now[place]) / DIGEST);
  return [`Line ${counted.format(first + 1)} is the first that is not as it was signed.`];
}
