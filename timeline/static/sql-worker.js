/* SQLite in a worker, on a copy of the database in memory that cannot be written. One question at a time; whoever does
   not want to wait ends the worker and starts another. */
const DATABASE = "../data/timeline.db.gz";
const MOST_CHARACTERS = 50_000_000; // of all values of an answer
const LONGEST = 16 << 20; // bytes of one value

const opened = open();
let last = opened; // questions wait for the database, and for each other
opened.then(
  ({ sqlite3 }) => postMessage({ ready: sqlite3.version.libVersion }),
  (error) => postMessage({ broken: bare(error) }),
);

onmessage = ({ data: { id, sql, given, most } }) => {
  last = last.then(async () => {
    const { sqlite3, db } = await opened;
    postMessage({ id, started: true });
    const begun = performance.now();
    try {
      postMessage({ id, ...answer(sqlite3, db, sql, given, most), took: performance.now() - begun });
    } catch (error) {
      postMessage({ id, error: inWords(sqlite3, error) });
    }
  }).catch(() => {}); // that it is broken has been said
};

async function open() {
  const [sqlite3, parts] = await Promise.all([import("./index.mjs").then((module) => module.default()), fetched()]);
  const { capi, wasm } = sqlite3;
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const start = wasm.alloc(size);
  let at = start;
  for (const part of parts) {
    wasm.heap8u().set(part, Number(at));
    at += part.length;
  }
  const db = new sqlite3.oo1.DB(":memory:");
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
  db.checkRc(capi.sqlite3_deserialize(db.pointer, "main", start, size, size, flags));
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_LENGTH, LONGEST);
  capi.sqlite3_limit(db.pointer, capi.SQLITE_LIMIT_ATTACHED, 0);
  db.selectValue("SELECT count(*) FROM sqlite_schema"); // fails here where it is no database
  return { sqlite3, db };
}

async function fetched() {
  return unpacked(await download());
}

async function download() {
  const response = await fetch(new URL(DATABASE, import.meta.url));
  if (!response.ok) throw new Error(`${response.url} could not be read: ${response.status} ${response.statusText}`);
  const of = Number(response.headers.get("content-length"));
  const parts = [];
  let got = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return parts;
    parts.push(value);
    got += value.length;
    postMessage({ got, of });
  }
}

/* Some hosts say that the file is compressed on its way, and the browser has unpacked it already. */
async function unpacked(parts) {
  const [first] = parts;
  if (!(first?.[0] === 0x1f && first[1] === 0x8b)) return parts;
  const unpacked = [];
  const reader = new Blob(parts).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return unpacked;
    unpacked.push(value);
  }
}

function answer(sqlite3, db, sql, given, most) {
  const statement = db.prepare(sql);
  try {
    const behind = sql.slice(sqlite3.capi.sqlite3_sql(statement.pointer).length);
    if (behind.replace(/--[^\n]*|\/\*[\s\S]*?(\*\/|$)|[\s;]/g, "")) throw new Error("One statement at a time, please.");
    bind(sqlite3.capi, statement, given);
    const rows = [];
    let characters = 0;
    let more = false;
    while (statement.step()) {
      more = rows.length === most || characters > MOST_CHARACTERS;
      if (more) break;
      const row = statement.get([]);
      characters += row.reduce((sum, value) => sum + (value?.length ?? 8), 0);
      rows.push(row);
    }
    return { columns: statement.getColumnNames([]), rows, more };
  } finally {
    statement.finalize();
  }
}

function bind(capi, statement, given) {
  for (let number = 1; number <= statement.parameterCount; number++) {
    const name = capi.sqlite3_bind_parameter_name(statement.pointer, number);
    if (!/^[:@$]/.test(name ?? "")) throw new Error("A ? has no name to ask you for its value: write :name instead.");
    statement.bind(number, given[name.slice(1)] ?? "");
  }
}

function inWords(sqlite3, error) {
  const words = bare(error);
  if (error.resultCode === sqlite3.capi.SQLITE_READONLY) {
    return `This copy can only be read: nothing in it can be changed. (SQLite: ${words})`;
  }
  return /Cannot prepare empty SQL/i.test(words) ? "There is no query yet." : words;
}

/* What SQLite says, without its number for it. */
function bare(error) {
  return error.message.replace(/^SQLITE_\w+: sqlite3 result code \d+: /, "");
}
