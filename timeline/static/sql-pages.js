/* Which values of a result are slugs of this chronology, and where their pages lie. */

const SLUG = /^[a-z0-9-]{1,128}$/;
const FOLDERS = ["actor", "place", "source"]; // all other kinds have their pages in fact/
const KINDS = `SELECT subject, kind FROM events WHERE verb NOT IN ('opened', 'redacted') AND subject IN (SELECT value FROM json_each(:slugs))
GROUP BY subject HAVING seq = min(seq)`;

/* Promises what gives the page of a value in a column, if it has one; `naming` are the columns that hold slugs. */
export async function pages({ columns, rows }, naming, database) {
  const values = rows.flatMap((row) => row.filter((_, at) => naming.includes(columns[at])));
  const slugs = [...new Set(values)].filter((value) => typeof value === "string" && SLUG.test(value));
  const found = slugs.length ? await database.ask(KINDS, { slugs: JSON.stringify(slugs) }, slugs.length) : { rows: [] };
  const kinds = new Map(found.rows);
  return (name, value) => {
    if (!naming.includes(name) || !kinds.has(value)) return undefined;
    const kind = kinds.get(value);
    return `../${FOLDERS.includes(kind) ? kind : "fact"}/${value}.html`;
  };
}
