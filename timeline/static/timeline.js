"use strict";

/* Where the log is followed, a page says so when it has become older than the log; it never changes under its reader. */
const body = document.body;

async function lookForNews() {
  if (document.hidden) return;
  const answer = await fetch(body.dataset.state).catch(() => null);
  if (!answer?.ok) return;
  const { seq } = await answer.json();
  if (String(seq) === body.dataset.seq) return;
  clearInterval(looking);
  const link = document.createElement("a");
  link.href = location.href.split("#")[0];
  link.textContent = "The chronology has changed: show it";
  document.querySelector(".news").append(link);
}

const looking = body.dataset.state && setInterval(lookForNews, 4000);
