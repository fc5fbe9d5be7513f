// A table of any length: it sorts, filters, exports what it shows, and renders the rows in view only.

const AROUND = 12;
const PRINTED = 150;
// Narrower screens show a card for each row; the same width stands in grid.css.
const phone = window.matchMedia("screen and (max-width: 760px)");

class Grid {
  // columns: {key, label, get(row) → value, draw(cell, row), sub(row), num, width, lo, whole, first: "descending"}; lo
  // ones are left out on paper, whole ones take a line of a card, hidden ones are only found, picked and exported.
  // picks: {label, column, names: {value: label}}; scoped(row) tells whether the chosen instance has it.
  constructor(host, { name, caption, columns, rows, scoped, picks = [], find = null, open = null, unit = "row", tall = false }) {
    Object.assign(this, { host, name, caption, columns, rows, scoped, find, open, unit, tall });
    this.shown = columns.filter((column) => !column.hidden);
    this.order = [];
    this.sort = null;
    this.active = 0;
    this.drawn = new Map();
    this.haystack = new Array(rows);
    this.words = "";
    this.build(picks);
    scope.hears(() => this.refresh());
    phone.addEventListener("change", () => this.render(true));
  }

  // Pixels of a row, or of its card: a line for the title (two with its second line), then two columns to a line.
  get height() {
    if (!phone.matches) return this.tall ? 58 : 40;
    const whole = this.shown.filter((column) => column.whole).length;
    return (this.tall ? 65 : 45) + 42 * (whole + Math.ceil((this.shown.length - 1 - whole) / 2));
  }

  build(picks) {
    this.search = el("input", { type: "search", placeholder: "Filter…", "aria-label": `Filter ${this.caption}`, oninput: () => this.soon() });
    this.picks = picks.map((pick) => this.buildPick(pick));
    this.matches = el("span", { class: "matches", role: "status" });
    // The name begins with the words on the button: who speaks to the browser says those.
    const save = el("button", { type: "button", class: "tool", "aria-label": `Export CSV: ${this.caption} as shown`, onclick: () => this.export() }, "Export CSV");
    const bar = el("div", { class: "filters", role: "search", "aria-label": this.caption },
      el("label", { class: "field search" }, el("span", { class: "hide" }, "Filter"), this.search),
      ...this.picks.map((pick) => pick.label),
      el("div", { class: "end" }, this.matches, save));
    this.buildTable();
    this.more = el("p", { class: "printed" });
    this.host.replaceChildren(el("div", { class: "panel sheet" }, bar, this.scroll, this.more));
  }

  buildPick({ label, column, names = {} }) {
    const get = this.columns.find((one) => one.key === column).get;
    const values = new Set();
    for (let row = 0; row < this.rows; row += 1) values.add(get(row));
    const sorted = [...values].sort((a, b) => collator.compare(a, b));
    const select = el("select", { onchange: () => this.refresh() });
    options(select, [["", "All"], ...sorted.map((value) => [String(value), names[value] || String(value) || "–"])]);
    return { column, get, select, label: el("label", { class: "field pick" }, el("span", {}, label), select) };
  }

  buildTable() {
    this.heads = this.shown.map((column) => {
      const button = el("button", { type: "button", onclick: () => this.sortBy(column) }, column.label);
      return el("th", { scope: "col", role: "columnheader", class: this.classes(column), "aria-sort": "none" }, button);
    });
    // Roles are spelled out, as a table that is laid out as cards loses its own.
    this.above = el("tbody", { class: "gap", "aria-hidden": "true" }, el("tr", {}, el("td", {})));
    this.below = this.above.cloneNode(true);
    this.body = el("tbody", { role: "rowgroup", onkeydown: (event) => this.key(event), onclick: (event) => this.click(event) });
    const widths = this.shown.map((column) => {
      const col = el("col", { class: column.lo ? "lo" : "" });
      if (column.width) col.style.width = column.width;
      return col;
    });
    this.table = el("table", { role: "table", class: this.tall ? "grid tall" : "grid" }, el("caption", { class: "hide" }, this.caption), el("colgroup", {}, ...widths),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row", "aria-rowindex": 1 }, ...this.heads)), this.above, this.body, this.below);
    const room = this.shown.reduce((sum, column) => sum + (parseFloat(column.width) || 11), 0);
    this.table.style.setProperty("--wide", `${room}rem`);
    this.scroll = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Table: ${this.caption}`, onscroll: () => this.render() }, this.table);
  }

  classes(column) {
    return [column.num && "num", column.lo && "lo", column.soft && "soft", column.whole && "whole"].filter(Boolean).join(" ");
  }

  // Typing waits for a pause in long tables, so that letters never stall.
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), this.rows > 5000 ? 120 : 0);
  }

  text(row) {
    if (this.haystack[row] === undefined) {
      const parts = this.columns.filter((column) => !column.num).map((column) => column.get(row));
      this.haystack[row] = (parts.join(" ") + " " + (this.find ? this.find(row) : "")).toLowerCase();
    }
    return this.haystack[row];
  }

  refresh() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const picks = this.picks.filter((pick) => pick.select.value);
    this.order = [];
    this.total = 0;
    for (let row = 0; row < this.rows; row += 1) {
      if (!this.scoped(row)) continue;
      this.total += 1;
      if (picks.some((pick) => String(pick.get(row)) !== pick.select.value)) continue;
      if (words.length && !words.every((word) => this.text(row).includes(word))) continue;
      this.order.push(row);
    }
    this.arrange();
    const all = this.order.length === this.total;
    this.matches.textContent = all ? plural(this.total, this.unit) : `${count(this.order.length)} of ${plural(this.total, this.unit)}`;
    this.scroll.scrollTop = 0;
    this.active = 0;
    this.render(true);
  }

  arrange() {
    if (!this.sort) return;
    const { column, up } = this.sort;
    const keys = new Map(this.order.map((row) => [row, (column.sort || column.get)(row)]));
    const turn = up ? 1 : -1;
    this.order.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (x === y) return a - b;
      if (x === null || x === undefined) return 1;
      if (y === null || y === undefined) return -1;
      return turn * (typeof x === "number" ? x - y : collator.compare(x, y)) || a - b;
    });
  }

  sortBy(column) {
    const again = this.sort && this.sort.column === column;
    this.sort = { column, up: again ? !this.sort.up : column.first !== "descending" };
    this.shown.forEach((one, index) => {
      this.heads[index].setAttribute("aria-sort", one === column ? (this.sort.up ? "ascending" : "descending") : "none");
    });
    this.refresh();
    say(`${this.caption} sorted by ${column.label}, ${this.sort.up ? "ascending" : "descending"}`);
  }

  pick(column, value) {
    this.search.value = "";
    this.picks.forEach((pick) => { pick.select.value = pick.column === column ? value : ""; });
    this.refresh();
  }

  // Rows that stay in view keep their elements, and with them the focus.
  render(anew = false, whole = 0) {
    if (anew) { this.drawn.clear(); this.body.replaceChildren(); }
    const length = this.order.length;
    const view = Math.ceil((this.scroll.clientHeight || 600) / this.height) + AROUND;
    const from = whole ? 0 : Math.max(0, Math.min(Math.floor(this.scroll.scrollTop / this.height) - AROUND, length - view));
    const to = Math.min(length, whole || from + view + AROUND);
    const lost = this.body.contains(document.activeElement);
    for (const [place, node] of this.drawn) if (place < from || place >= to) { node.remove(); this.drawn.delete(place); }
    let next = null;
    for (let place = to - 1; place >= from; place -= 1) {
      let node = this.drawn.get(place);
      if (!node) { node = this.row(place); this.drawn.set(place, node); this.body.insertBefore(node, next); }
      next = node;
    }
    if (!length) this.body.replaceChildren(el("tr", { class: "none", role: "row" }, el("td", { role: "cell", colspan: this.shown.length }, "Nothing matches.")));
    this.above.firstChild.firstChild.style.height = `${from * this.height}px`;
    this.below.firstChild.firstChild.style.height = `${whole ? 0 : Math.max(0, length - to) * this.height}px`;
    this.table.style.setProperty("--card-height", `${this.height}px`);
    this.table.setAttribute("aria-rowcount", length + 1);
    if (lost && !this.body.contains(document.activeElement)) this.scroll.focus({ preventScroll: true });
  }

  row(place) {
    const row = this.order[place];
    const cells = this.shown.map((column, index) => {
      const cell = el("td", { role: "cell", class: this.classes(column), "data-label": column.label });
      if (column.draw) column.draw(cell, row);
      else cell.textContent = column.num ? count(column.get(row)) : column.get(row);
      const opened = index || !this.open ? cell : this.opener(cell, place);
      if (column.sub) opened.append(el("span", { class: "sub", title: column.sub(row) }, column.sub(row)));
      return opened;
    });
    return el("tr", { role: "row", "data-row": place, "aria-rowindex": place + 2 }, ...cells);
  }

  opener(cell, place) {
    const button = el("button", { type: "button", class: "open", tabindex: place === this.active ? 0 : -1 });
    button.title = cell.textContent;
    button.append(...cell.childNodes);
    cell.replaceChildren(button);
    return cell;
  }

  click(event) {
    const line = event.target.closest("tr[data-row]");
    if (!line || !this.open || String(window.getSelection())) return;
    this.mark(Number(line.dataset.row));
    this.open(this.order[this.active]);
  }

  // Up and down walk the rows, however many there are.
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (!step || !this.order.length || !event.target.classList.contains("open")) return;
    event.preventDefault();
    const place = Math.max(0, Math.min(this.order.length - 1, this.active + step));
    const [top, height] = [place * this.height, this.scroll.clientHeight - this.height - 40];
    if (top < this.scroll.scrollTop) this.scroll.scrollTop = top;
    else if (top > this.scroll.scrollTop + height) this.scroll.scrollTop = top - height;
    this.render();
    this.mark(place);
    this.drawn.get(place).querySelector(".open").focus({ preventScroll: true });
  }

  mark(place) {
    const button = (at) => this.drawn.get(at) && this.drawn.get(at).querySelector(".open");
    if (button(this.active)) button(this.active).tabIndex = -1;
    this.active = place;
    if (button(place)) button(place).tabIndex = 0;
  }

  csv() {
    const head = this.columns.map((column) => csvCell(column.key)).join(",");
    const lines = this.order.map((row) => this.columns.map((column) => csvCell(column.get(row))).join(","));
    return `\ufeff${[head, ...lines].join("\r\n")}\r\n`;
  }

  export() {
    save(`arrtui-scores-${data.day}-${this.name}.csv`, this.csv());
    say(`${plural(this.order.length, this.unit)} exported`);
  }

  print(on) {
    const shown = Math.min(PRINTED, this.order.length);
    this.more.textContent = on && shown < this.order.length ? `The first ${shown} of ${count(this.order.length)}; export them for all.` : "";
    this.render(true, on ? shown || 1 : 0);
  }
}
