"use strict";
/* The page for search: the question is what stands in the address behind #, so that it can be kept, cited and gone back
   to. What was found is text and never anything else. */

const SHOWN = 20;
const AROUND = 240; // characters of a text that are shown
const PERIOD = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const CHOICES = ["kind", "actor", "place", "source", "tag"];

const [form, fault, found, hits, more] = ["search", "fault", "found", "hits", "more"].map((id) => document.getElementById(id));
const fields = [...form.elements].filter((field) => field.name);
let turn = 0;
let typing = 0;

/* What is in the form, by name; what is empty is left out. */
function question() {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()]).filter(([, value]) => value));
}

/* Fill in the form from the address; a host may have put a ? for the #. */
function restore() {
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  for (const field of fields) {
    const value = given.get(field.name) ?? "";
    if (field.options && value && ![...field.options].some((option) => option.value === value)) {
      field.add(new Option(value, value)); // nothing has it, and the page says so
    }
    field.value = value;
    if (value && field.name !== "q") document.getElementById("choices").open = true;
  }
}

/* Ask what is in the form. While somebody types, the address changes in place; else one can go back. */
function ask(change) {
  clearTimeout(typing);
  const address = `#${new URLSearchParams(question())}`;
  if (address !== (location.hash || "#")) history[change](null, "", address);
  answer(question());
}

async function answer(asked) {
  const mine = ++turn;
  const [first, last] = [asked.from ?? "", asked.to ?? ""];
  const words = wanted(asked.q ?? "");
  const chosen = CHOICES.filter((name) => asked[name]).map((name) => `${name}:${asked[name]}`);
  show({});
  const amiss = misread(asked, words);
  if (amiss || !Object.keys(asked).length) return show({ amiss });
  found.textContent = "Searching …";
  try {
    const end = last && last + "-12-31".slice(last.length - 4);
    const blocks = await findBlocks([...words, ...chosen], first, end);
    const facts = factsOf(blocks, first, end);
    const total = first || last ? null : blocks.reduce((sum, { digits }) => sum + digits.length, 0);
    const next = { facts, words, total, mine };
    await showMore(next);
    more.onclick = () => showMore(next, true).catch((problem) => fail(problem, mine));
  } catch (problem) {
    fail(problem, mine);
  }
}

function misread({ from = "", to = "", q = "" }, words) {
  const wrong = [from, to].find((period) => period && !PERIOD.test(period));
  if (wrong) return `${wrong} is no year, month or day such as 2018, 2018-11 or 2018-11-19.`;
  if (from && to && from > to + "~") return `From ${from} to ${to}: that ends before it begins.`;
  return q && !words.length ? "There is no letter and no digit in these words." : "";
}

function fail(problem, mine) {
  if (mine === turn) show({ amiss: problem.message });
}

function show({ amiss = "" }) {
  fault.textContent = amiss;
  fault.hidden = !amiss;
  found.textContent = "";
  more.hidden = true;
  hits.replaceChildren();
}

/* The next facts; whoever asked for them by a button is led to the first of these. */
async function showMore(next, asked = false) {
  const items = [];
  next.ahead ??= await next.facts.next();
  while (!next.ahead.done && items.length < SHOWN) {
    items.push(item(next.ahead.value, next.words));
    next.ahead = await next.facts.next();
  }
  if (next.mine !== turn) return;
  hits.append(...items);
  more.hidden = Boolean(next.ahead.done);
  found.textContent = counted(next.total, hits.children.length, !next.ahead.done);
  if (asked) items[0]?.querySelector("a").focus();
}

function counted(total, shown, goesOn) {
  if (!shown) return "Nothing was found. Try fewer words, their beginnings, or another spelling.";
  if (total === null && goesOn) return `The first ${shown} in order of date; there are more.`;
  const all = total ?? shown;
  return `${all.toLocaleString("en")} found, in order of date${all > shown ? `; the first ${shown} are shown` : ""}.`;
}

function item(fact, words) {
  const about = element("p", "entry-meta", element("span", "kind", fact.kind), ` ${fact.when ?? ""}`);
  if (fact.place) about.append(" in ", element("bdi", "", fact.place));
  const link = element("a", "", element("bdi", "", ...pieces(marked(fact.title, words))));
  link.href = fact.href;
  const texts = (fact.texts ?? []).map((text) => marked(text, words));
  const text = texts.find((parts) => parts.some((part) => part.marked)) ?? texts[0];
  const shown = text ? [element("p", "text", element("bdi", "", ...pieces(around(text))))] : [];
  return element("li", "", about, element("h2", "entry-title", link), ...shown);
}

/* The part of a text that the first word found stands in. */
function around(parts) {
  const first = parts.findIndex((part) => part.marked);
  let [start, length] = [Math.max(first, 0), 0];
  while (start && length < AROUND / 3) length += parts[--start].text.length;
  const shown = [];
  for (length = 0; start + shown.length < parts.length && length < AROUND; ) {
    shown.push(parts[start + shown.length]);
    length += shown.at(-1).text.length;
  }
  const end = start + shown.length < parts.length ? [{ text: " …" }] : [];
  return [...(start ? [{ text: "… " }] : []), ...shown, ...end];
}

function pieces(parts) {
  return parts.map(({ text, marked }) => (marked ? element("mark", "", text) : text));
}

function element(name, sort, ...children) {
  const made = document.createElement(name);
  if (sort) made.className = sort;
  made.append(...children);
  return made;
}

form.onsubmit = (event) => {
  event.preventDefault();
  ask("pushState");
};
form.oninput = ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => ask(target.options ? "pushState" : "replaceState"), target.options ? 0 : 250);
};
form.onreset = () => setTimeout(() => {
  form.elements.q.focus();
  ask("pushState");
});
window.onpopstate = () => {
  restore();
  answer(question());
};

form.hidden = false;
restore();
answer(question());
