/* The page around Datasette's. It starts Python in a worker, passes on to it what the service worker is asked for, and
   keeps the address: behind # stands the page that is shown, so that it can be kept, sent and cited. */
const APP = new URL("app", import.meta.url).pathname; // no file lies there: the service worker answers
const shown = document.getElementById("shown");
const status = document.getElementById("status");

const worker = new Worker(new URL("lite-worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data: { doing, ready, broken } }) => {
  if (broken) status.textContent = `Datasette did not start: ${broken}`;
  else status.textContent = ready ? "" : doing;
  if (ready) open();
};
worker.onerror = (event) => { status.textContent = `Datasette did not start: ${event.message || "its worker failed"}`; };

const serving = serve();
serving.catch((error) => { status.textContent = `Datasette cannot be shown here: ${error.message}`; });

async function serve() {
  const workers = navigator.serviceWorker;
  if (!workers) throw new Error("this browser has no service worker for a page that is not https or localhost");
  workers.addEventListener("message", ({ data, ports }) => worker.postMessage(data, ports));
  const { installing, waiting, active } = await workers.register(new URL("lite-service.js", import.meta.url));
  const one = installing ?? waiting ?? active;
  if (one.state === "activated") return;
  await new Promise((done) => one.addEventListener("statechange", () => one.state === "activated" && done()));
}

async function open() {
  await serving;
  shown.hidden = false;
  go();
  addEventListener("hashchange", go);
}

function go() {
  const wanted = APP + (location.hash.slice(1) || "/");
  if (wanted !== at()) shown.contentWindow.location.replace(wanted);
}

function at() {
  const { pathname, search } = shown.contentWindow.location;
  return pathname + search;
}

shown.addEventListener("load", () => {
  if (!at().startsWith(APP)) return; // the empty page before the first
  history.replaceState(null, "", `#${at().slice(APP.length)}`);
  document.title = shown.contentDocument.title;
  shown.contentDocument.addEventListener("click", elsewhere, true);
});

/* Other hosts' pages are not shown in the frame. */
function elsewhere(event) {
  const link = event.target.closest("a[href]");
  if (link && link.origin !== location.origin) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
}
