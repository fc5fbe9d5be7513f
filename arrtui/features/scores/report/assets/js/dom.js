// Elements made of text only: nothing that comes from the data is ever read as markup.

function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function svg(name, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

const byId = (id) => document.getElementById(id);

// Tells those who hear the page what those who see it saw change.
function say(text) {
  byId("said").textContent = text;
}

function options(select, entries) {
  select.replaceChildren(...entries.map(([value, label]) => el("option", { value }, label)));
}

// Its rows are cards on a telephone where it has many columns; roles are spelled out, as those cards lose their own.
function plainTable(caption, head, rows) {
  const cell = (value, index) =>
    el("td", { role: "cell", "data-label": head[index], class: typeof value === "string" && !/^[\d\u2212–+]/.test(value) ? "" : "num" }, String(value));
  const cells = (row) =>
    row.map((value, index) => (index ? cell(value, index) : el("th", { scope: "row", role: "rowheader" }, String(value))));
  return el(
    "table",
    { role: "table", class: head.length > 3 ? "plain many" : "plain" },
    el("caption", {}, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...head.map((name, index) => el("th", { scope: "col", role: "columnheader", class: index ? "num" : "" }, name)))),
    el("tbody", { role: "rowgroup" }, ...rows.map((row) => el("tr", { role: "row" }, ...cells(row)))),
  );
}

function save(name, text) {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
