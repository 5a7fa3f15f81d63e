/* A result as a table that can be sorted, as CSV and as JSON. Values are text and never anything else. */

const LONGEST = 1000; // characters of a cell that are shown
const BREAKABLE = 25; // so long a text may go over several lines
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/; // the same as in timeline/formulas.py
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/* `pageOf` gives the page that a value of a column leads to, if there is one. */
export function table({ columns, rows }, tell, pageOf) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  columns.forEach((name, column) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.onclick = () => {
      const down = cell.ariaSort === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.ariaSort = down ? "descending" : "ascending";
      fill(body, columns, sorted(rows, column, down), pageOf);
      tell(`Sorted by ${name}, ${cell.ariaSort}.`);
    };
    cell.append(button);
    head.append(cell);
  });
  fill(body, columns, rows, pageOf);
  return table;
}

function fill(body, columns, rows, pageOf) {
  body.replaceChildren(...rows.map((row) => {
    const line = document.createElement("tr");
    row.forEach((value, column) => line.append(shown(value, pageOf(columns[column], value))));
    return line;
  }));
}

function shown(value, page) {
  const cell = document.createElement("td");
  if (value === null) cell.className = "null";
  else if (typeof value !== "string" && !(value instanceof Uint8Array)) cell.className = "number";
  const text = value === null ? "null" : value instanceof Uint8Array ? `${value.length} bytes` : String(value);
  const words = document.createElement("bdi");
  if (text.length < BREAKABLE) cell.classList.add("short");
  words.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
  cell.append(page ? linked(words, page) : words);
  return cell;
}

function linked(words, page) {
  const link = document.createElement("a");
  link.href = page;
  link.append(words);
  return link;
}

/* As SQLite sorts: nothing, then numbers, then text, then bytes. */
function sorted(rows, column, down) {
  const rank = (value) => (value === null ? 0 : typeof value === "string" ? 2 : value instanceof Uint8Array ? 3 : 1);
  const compared = (a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
  const up = [...rows].sort((a, b) => compared(a[column], b[column]));
  return down ? up.reverse() : up;
}

export function csv({ columns, rows }) {
  return [columns, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/* Text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value) {
  let text = value === null ? "" : value instanceof Uint8Array ? hex(value) : String(value);
  if (FORMULA.test(text) && !NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function json({ columns, rows }) {
  const names = columns.map((name, at) => (columns.indexOf(name) < at ? `${name}_${at + 1}` : name));
  const plain = (value) => (typeof value === "bigint" ? String(value) : value instanceof Uint8Array ? hex(value) : value);
  const objects = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, plain(row[at])])));
  return JSON.stringify(objects, null, 1) + "\n";
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function download(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
