/* The page for SQL: the query is what stands in the address behind #, so that it can be kept, cited and gone back to. */
import { Database, Stopped } from "./sql-database.js";
import { pages } from "./sql-pages.js";
import { csv, download, json, table } from "./sql-result.js";

const SHOWN = 1000; // rows
const DOWNLOADED = 100_000;
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[:@$]([A-Za-z_]\w*)/g;

const [form, editor, parameters, run, stop, status, error, result, more] = [
  "query", "sql", "parameters", "run", "stop", "status", "error", "result", "more",
].map((id) => document.getElementById(id));
const FIRST = editor.value;
const NAMING = result.dataset.naming.split(" ");

let opening = "";
let running = 0;
let shown = null;

const database = new Database((words) => {
  opening = words;
  if (!stop.disabled) say(opening || "Running …"); // after a Stop nobody waits
});

function say(words) {
  status.textContent = words;
}

function fail(words) {
  error.textContent = words;
  error.hidden = !words;
}

/* The names of the values that a query asks for, each once; those in strings and comments are none. */
function asked(sql) {
  return [...new Set([...sql.matchAll(TOKENS)].map((token) => token[1]).filter(Boolean))];
}

/* A field for each value that the query asks for; what was typed stays. */
function showParameters(given = values()) {
  const names = asked(editor.value);
  if (names.join() === Object.keys(values()).join()) {
    for (const input of parameters.querySelectorAll("input")) input.value = given[input.name] ?? "";
    return;
  }
  parameters.replaceChildren(...names.map((name) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { name, value: given[name] ?? "", autocomplete: "off" });
    label.append(`:${name} `, input);
    return label;
  }));
}

function values() {
  return Object.fromEntries([...parameters.querySelectorAll("input")].map((input) => [input.name, input.value]));
}

function address() {
  const given = Object.entries(values()).filter(([, value]) => value).map(([name, value]) => [`:${name}`, value]);
  const encoded = [["sql", editor.value], ...given].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `#${encoded.join("&")}`;
}

/* What the address asks for: the first query where it asks for none; false where it is a place on the page. */
function restore() {
  if (location.hash && !location.hash.startsWith("#sql=")) return false;
  const parts = location.hash.slice(1).split(/&(?=:|%3A)/i).map((part) => part.match(/^([^=]*)=?(.*)$/s));
  const found = Object.fromEntries(parts.map(([, name, value]) => [decoded(name), decoded(value)]));
  editor.value = location.hash ? found.sql : FIRST;
  showParameters(Object.fromEntries(asked(editor.value).map((name) => [name, found[`:${name}`]])));
  return true;
}

/* A % that encodes nothing is one that somebody typed. */
function decoded(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/* Runs what stands in the editor; what runs already is ended, since nobody waits for it any more. */
async function ask() {
  const mine = ++running;
  if (!stop.disabled) database.stop();
  shown = { sql: editor.value, given: values() };
  const answer = await answered(shown, SHOWN);
  const pageOf = answer && (await pages(answer, NAMING, database));
  if (mine !== running) return;
  result.hidden = !answer;
  if (!answer) return;
  Object.assign(shown, answer);
  const rows = answer.rows.length;
  result.querySelector(".scroll").replaceChildren(table(answer, say, pageOf));
  more.hidden = !answer.more;
  more.textContent = `There are more rows: these are the first ${number(rows)}, and only they are sorted. A download has up to ${number(DOWNLOADED)}.`;
  say(`${answer.more ? "The first " : ""}${number(rows)} row${rows === 1 ? "" : "s"}, in ${number(answer.took)} ms.`);
}

/* The answer; undefined where there is none, and the page says why. */
async function answered({ sql, given }, most) {
  fail("");
  stop.disabled = false;
  say(opening || "Running …");
  const mine = running;
  try {
    return await database.ask(sql, given, most);
  } catch (problem) {
    if (mine !== running) return;
    say(problem instanceof Stopped ? problem.message : "");
    fail(problem instanceof Stopped ? "" : problem.message);
  } finally {
    if (mine === running) stop.disabled = true;
  }
}

async function save(name, type, written) {
  const whole = shown.more ? await answered(shown, DOWNLOADED) : shown;
  if (!whole) return;
  download(written(whole), name, type);
  say(`${name}: ${whole.more ? "the first " : ""}${number(whole.rows.length)} rows.`);
}

function number(value) {
  return Math.round(value).toLocaleString("en");
}

function go() {
  const stays = location.hash ? decoded(location.hash) === decoded(address()) : editor.value === FIRST;
  if (!stays) history.pushState(null, "", address());
  ask();
}

/* A query that stands ready on the page: it runs, and the reader is where its values are typed. */
function take(hash) {
  if (hash !== location.hash) history.pushState(null, "", hash);
  restore();
  ask();
  const next = parameters.querySelector("input") ?? run;
  next.focus({ preventScroll: true });
  form.scrollIntoView();
}

form.onsubmit = (event) => {
  event.preventDefault();
  go();
};
editor.oninput = () => showParameters();
form.onkeydown = (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    go();
  }
};
stop.onclick = () => {
  database.stop("Stopped. The database is open again for the next query.");
  run.focus();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#sql=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  take(link.hash);
});
window.onhashchange = () => restore() && ask();
document.getElementById("csv").onclick = () => save("result.csv", "text/csv;charset=utf-8", csv);
document.getElementById("json").onclick = () => save("result.json", "application/json", json);

restore();
ask();
