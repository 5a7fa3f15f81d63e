/* Stands where a server would: what is asked for below app/ the page around it answers, which has Python in a worker. */
const HERE = new URL("./", self.location);
const APP = new URL("app/", HERE).pathname;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin === HERE.origin && url.pathname.startsWith(APP)) event.respondWith(answer(event.request, url));
});

async function answer(request, url) {
  if (!["GET", "HEAD"].includes(request.method)) return new Response("This copy is read-only.\n", { status: 405 });
  const around = await page();
  if (!around) return Response.redirect(new URL(`#/${url.pathname.slice(APP.length)}${url.search}`, HERE));
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((done) => { port1.onmessage = ({ data }) => done(data); });
  around.postMessage({ target: url.pathname + url.search }, [port2]);
  const { body, ...about } = await answered;
  return new Response([101, 204, 205, 304].includes(about.status) ? null : body, about);
}

/* One of the pages that have Python: they all say the same. */
async function page() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return open.find(({ url }) => [HERE.pathname, `${HERE.pathname}index.html`].includes(new URL(url).pathname));
}
