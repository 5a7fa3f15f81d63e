/* The database as the page sees it: questions and answers, and an end to those that take too long. */

const PATIENCE = 20_000; // milliseconds

export class Stopped extends Error {}

export class Database {
  #worker;
  #asked = new Map();
  #number = 0;
  #broken = "";

  /* `tell` hears in words how opening goes. */
  constructor(tell) {
    this.tell = tell;
    this.#open();
  }

  /* Promises { columns, rows, more, took } of one statement; rejects with SQLite's words, or Stopped. */
  ask(sql, given, most) {
    if (this.#broken) return Promise.reject(new Error(this.#broken));
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#worker.postMessage({ id, sql, given, most });
    });
  }

  /* Ends what runs, whatever it is in the middle of, and opens the database again. */
  stop(words = "Stopped.") {
    this.#worker.terminate();
    this.#rejectAll(new Stopped(words));
    this.#open();
  }

  #open() {
    this.#worker = new Worker(new URL("sql-worker.js", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => this.#breaks(event.message || "its worker did not start");
  }

  #hear({ id, got, of, ready, broken, started, error, ...answer }) {
    if (broken) return this.#breaks(broken);
    if (got) return this.tell(`Fetching the database: ${size(got)}${of >= got ? ` of ${size(of)}` : ""} …`);
    if (ready) return this.tell("");
    const asked = this.#asked.get(id);
    if (started) {
      const words = `Stopped: it ran for more than ${PATIENCE / 1000} seconds. Ask for less, or by an indexed column.`;
      asked.timer = setTimeout(() => this.stop(words), PATIENCE);
      return;
    }
    clearTimeout(asked.timer);
    this.#asked.delete(id);
    if (error) asked.reject(new Error(error));
    else asked.resolve(answer);
  }

  #breaks(words) {
    this.#broken = `The database cannot be opened: ${words}`;
    this.#rejectAll(new Error(this.#broken));
  }

  #rejectAll(error) {
    for (const { reject, timer } of this.#asked.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#asked.clear();
  }
}

function size(bytes) {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
