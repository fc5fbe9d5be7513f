// Health: the grade and its parts, a tile per instance, and the cards of numbers.

function standing() {
  return data.instances.find((row) => row.instance === scope.name) || data.whole;
}

function letter(row) {
  return el("span", { class: `letter ${mood(row.points)}`, "aria-hidden": "true" }, row.grade || "–");
}

function drawHero() {
  const row = standing();
  const name = row.instance || "All instances";
  const text = row.files
    ? el("div", {}, el("p", { class: "figure" }, count(row.points), el("small", {}, " of 100")), el("p", { class: "of" }, `${name}, grade ${row.grade}`))
    : el("div", {}, el("p", { class: "figure" }, `No ${row.unit[1]}`), el("p", { class: "of" }, name));
  const next = row.next_step ? el("p", { class: "next" }, el("b", {}, "What helps most"), row.next_step) : null;
  const grade = el("div", { class: "panel grade" }, el("div", { class: "score" }, letter(row), text), row.files ? breakdown(row) : null, next);
  byId("hero").replaceChildren(grade, el("div", { class: "panel" }, el("ul", { class: "meters" }, ...row.parts.map(meter))));
}

// The verdicts with their files, the rare ones where there are such.
function verdictCounts(row) {
  return Object.entries(data.verdicts)
    .map(([key, verdict]) => ({ ...verdict, key, files: row.verdicts[key] }))
    .filter((verdict) => verdict.files || !verdict.rare);
}

// What the app would do about the files, as one bar with its legend.
function breakdown(row) {
  const parts = verdictCounts(row);
  const strip = el("div", { class: "strip", "aria-hidden": "true" }, ...parts.map(({ tone, files }) => {
    const piece = el("i", { class: `tone-${tone}` });
    piece.style.flexGrow = files;
    return piece;
  }));
  return el("div", {}, strip, el("ul", { class: "legend" }, ...parts.map(({ name, tone, files }) =>
    el("li", {}, el("span", { class: `mark tone-${tone}` }, name), el("b", {}, percent(files / row.files))))));
}

function meter(part) {
  const fill = el("i", { class: mood(part.share * 100) });
  fill.style.width = `${part.share * 100}%`;
  const detail = part.of ? `${count(part.good)} of ${count(part.of)}` : "nothing to count";
  return el("li", {},
    el("div", { class: "row" }, el("span", {}, capital(part.words)), el("b", {}, percent(part.share))),
    el("div", { class: "meter", "aria-hidden": "true" }, fill),
    el("small", {}, `${detail} · weight ${part.weight}`));
}

function drawTiles() {
  const tile = (row) => el("button", { type: "button", class: "tile", "aria-pressed": String(scope.name === row.instance), onclick: () => choose(row.instance) },
    letter(row),
    el("span", {},
      el("span", { class: "name" }, row.instance || "All instances"),
      el("small", {}, `${count(row.points)} of 100 · ${plural(row.files, ...row.unit)}`),
      el("small", { class: row.instance && isOld(row.taken_at) ? "old" : "" }, row.instance ? age(row.taken_at) : plural(data.instances.length, "instance"))));
  const focused = byId("tiles").contains(document.activeElement);
  byId("tiles").replaceChildren(tile(data.whole), ...data.instances.map(tile));
  if (focused) byId("tiles").querySelector('[aria-pressed="true"]').focus();
}

function drawCards(show) {
  const row = standing();
  const of = (value) => (row.files ? `${percent(value / row.files)} of the ${row.unit[1]}` : "");
  const card = (name, value, aside, action) =>
    el(action ? "button" : "div", { class: "stat", ...(action ? { type: "button", onclick: action } : {}) }, el("b", {}, value), el("span", {}, name), el("small", {}, aside));
  byId("cards").replaceChildren(
    card(capital(row.unit[1]), count(row.files), size(row.size), () => show("files", "", "")),
    ...verdictCounts(row).map(({ key, name, files, aside }) => card(name, count(files), aside || of(files), () => show("files", "verdict", key))),
    card("Candidates", count(row.candidates), `${count(row.critical)} critical`, () => show("candidates", "", "")),
    card("Below minimum", count(row.below_minimum), of(row.below_minimum), () => show("files", "below_minimum", "yes")),
    card("Median score", count(row.median), oddities(row)));
}

function oddities(row) {
  const parts = [];
  if (row.disagreements) parts.push(`${plural(row.disagreements, ...row.unit)} the app judges otherwise`);
  if (row.unexplained) parts.push(`${plural(row.unexplained, "score")} not explained by formats`);
  return parts.join(", ") || "every score is explained by its formats";
}
