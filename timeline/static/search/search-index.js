"use strict";
/* The index of the search, which comes in small scripts as it is needed: so it works from the disk too, where a page can
   fetch nothing. Each calls timelineSearch with its name and what it holds; `timeline/publishing/finding.py` writes them. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const LONGEST = 32; // characters of a word that count
const AHEAD = 8; // blocks that are fetched at once
const WORD = /[\p{L}\p{N}\p{M}]/u;
const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
const UNSPACED =
  /[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

const place = document.currentScript.src;
const came = new Map();
const asked = new Map();
const folded = new Map();

function timelineSearch(name, data) {
  came.set(name, data);
}

/* Promises what a script of this name holds. */
function load(name) {
  if (!asked.has(name)) {
    asked.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`${name}.js`, place);
      script.onload = () => (came.has(name) ? resolve(came.get(name)) : script.onerror());
      script.onerror = () => {
        asked.delete(name);
        script.remove();
        reject(new Error(`search/${name}.js could not be read. Try again, or reload the page.`));
      };
      document.head.append(script);
    }));
  }
  return asked.get(name);
}

/* A character as it is compared: without case and accents; what belongs to no word is a space. */
function fold(character) {
  if (!folded.has(character)) {
    const apart = character.toUpperCase().toLowerCase().normalize("NFKD").replace(MARKS, "").normalize("NFKC");
    folded.set(character, WORD.test(character) ? apart : " ");
  }
  return folded.get(character);
}

/* A text in stretches of one sort: words, words of scripts without spaces, and what is between. */
function stretches(text) {
  const found = [];
  for (const character of text.normalize("NFC")) {
    const bare = fold(character);
    const sort = bare === " " ? "" : bare ? (UNSPACED.test(bare) ? "unspaced" : "spaced") : found.at(-1)?.sort ?? "";
    if (found.at(-1)?.sort !== sort) found.push({ sort, characters: [], folded: [] });
    found.at(-1).characters.push(character);
    found.at(-1).folded.push(bare);
  }
  return found;
}

function whole(stretch) {
  return [...stretch.folded.join("")].slice(0, LONGEST).join("");
}

/* What facts must have for these words to be found in them. */
function wanted(text) {
  const words = stretches(text).filter(({ sort }) => sort).flatMap((stretch) => {
    if (stretch.sort === "spaced") return whole(stretch).split(" ");
    const run = [...stretch.folded.join("")];
    return run.length < 2 ? run : run.slice(1).map((character, at) => run[at] + character);
  });
  return [...new Set(words)].filter(Boolean);
}

/* A text in pieces, { text, marked }: marked are the words that begin as one of the wanted ones does. */
function marked(text, words) {
  return stretches(text).flatMap((stretch) => {
    if (!stretch.sort) return [{ text: stretch.characters.join(""), marked: false }];
    if (stretch.sort === "unspaced") return markedWithin(stretch, words);
    return [{ text: stretch.characters.join(""), marked: words.some((word) => matches(whole(stretch), word)) }];
  });
}

function markedWithin({ characters, folded }, words) {
  const marks = characters.map(() => false);
  for (const word of words) {
    const length = [...word].length;
    for (let at = 0; at + length <= folded.length; at++) {
      if (folded.slice(at, at + length).join("") === word) marks.fill(true, at, at + length);
    }
  }
  const pieces = [];
  characters.forEach((text, at) => {
    if (at && marks[at] === marks[at - 1]) pieces.at(-1).text += text;
    else pieces.push({ text, marked: marks[at] });
  });
  return pieces;
}

/* A word alone is found by its beginning; a single character only by itself, and so is what a reader chose. */
function matches(word, beginning) {
  return [...beginning].length < 2 || beginning.includes(":") ? word === beginning : word.startsWith(beginning);
}

/* The file in which a word is; the same as in timeline/publishing/tokens.py. */
function shard(word, shards) {
  let number = 0;
  const characters = word.includes(":") ? [...word] : [...word].slice(0, 2);
  for (const character of characters) number = (number * 31 + character.codePointAt(0)) % 65536;
  return number % shards;
}

/* In which blocks a word is, and in which facts of each: digits. */
async function placesOf(word, { shards, files }) {
  const places = new Map();
  const number = shard(word, shards); // where nothing is, there is no file
  const found = files.includes(number) ? await load(`words/${number}`) : {};
  for (const [known, listed] of Object.entries(found)) {
    if (!matches(known, word)) continue;
    for (const [block, digits] of listed.split(",").map((one) => one.split(" "))) {
      places.set(block, (places.get(block) ?? "") + digits);
    }
  }
  return places;
}

/* The blocks of the index in order of date, each with the digits of the facts that have all words; all, where no word
   is asked for. `first` and `last` are the days of a period; a block outside it is left out. */
async function findBlocks(words, first, last) {
  const index = await load("index");
  const every = await Promise.all(words.map((word) => placesOf(word, index)));
  const overlaps = ([, from, to]) => (!last || from <= last) && (!first || to >= first) && (!(first || last) || from !== "~");
  return index.blocks.filter(overlaps).map(([number, , , size]) => {
    const [some = DIGITS.slice(0, size), ...others] = every.map((places) => places.get(String(number)) ?? "");
    return { number, digits: [...new Set(some)].filter((digit) => others.every((list) => list.includes(digit))) };
  }).filter(({ digits }) => digits.length);
}

/* The facts of some blocks, in order of date, as far as they are asked for. */
async function* factsOf(blocks, first, last) {
  for (const [at, { number, digits }] of blocks.entries()) {
    for (const { number } of blocks.slice(at, at + AHEAD)) load(`facts/${number}`).catch(() => {}); // said when it is its turn
    const facts = await load(`facts/${number}`);
    const found = digits.map((digit) => facts[DIGITS.indexOf(digit)]).filter(Boolean);
    yield* found.filter((fact) => within(fact, first, last)).sort(inOrder);
  }
}

/* Whether it can have happened in a period; what has no date did in none. */
function within({ earliest, latest }, first, last) {
  if (!first && !last) return true;
  return Boolean(earliest || latest) && (earliest ?? "") <= (last || "~") && (latest ?? "~") >= first;
}

function inOrder(a, b) {
  const key = ({ earliest, latest, href }) => [earliest ?? latest ?? "~", latest ?? "~", href];
  const [left, right] = [key(a), key(b)];
  const at = left.findIndex((part, place) => part !== right[place]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
}
