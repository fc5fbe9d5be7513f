// The details of a row, in a dialog that closes with escape.

function showSheet(title, aside, words, facts, ...more) {
  const dialog = byId("detail");
  const close = el("button", { type: "button", class: "tool", onclick: () => dialog.close() }, "Close");
  const entries = facts.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  dialog.replaceChildren(
    el("div", { class: "sheet-head" }, el("div", {}, el("h2", { id: "detail-title" }, title), el("p", {}, aside)), close),
    el("div", { class: "sheet-body" }, words ? el("p", {}, words) : null,
      el("dl", { class: "facts" }, ...entries.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value))))),
      ...more.filter(Boolean)),
  );
  dialog.showModal();
}

byId("detail").addEventListener("click", (event) => {
  if (event.target === event.currentTarget) event.currentTarget.close();
});

// Formats of a file as signed bars around one zero line.
function pointBars(formats) {
  if (!formats.length) return el("p", { class: "nothing" }, "No custom format matches this file.");
  const most = Math.max(1, ...formats.map(([, score]) => Math.abs(score)));
  const left = formats.some(([, score]) => score < 0) ? (formats.some(([, score]) => score > 0) ? 50 : 100) : 0;
  const room = left === 50 ? 50 : 100;
  const lines = formats.map(([name, score]) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "num" }, signed(score)), el("td", {}, pointBar(score, most, left, room))));
  const sum = formats.reduce((total, [, score]) => total + score, 0);
  const caption = el("caption", {}, `${plural(formats.length, "format")}, ${signed(sum)} points together`);
  return el("table", { class: "points" }, caption, el("tbody", {}, ...lines));
}

function pointBar(score, most, left, room) {
  const width = Math.max(score ? 0.8 : 0, (Math.abs(score) / most) * room);
  const bar = svg("svg", { viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true" });
  bar.append(svg("rect", { class: score < 0 ? "minus" : "plus", x: score < 0 ? left - width : left, y: 2, width, height: 10 }));
  bar.append(svg("line", { class: "zero", x1: left, x2: left, y1: 0, y2: 14, "stroke-width": 0.3 }));
  return bar;
}

function fileSheet(row, words, facts) {
  const { title, aside } = fileTitle(row);
  const yes = (name) => (flag(row, name) ? "yes" : "no");
  showSheet(aside ? `${title} · ${aside}` : title, `${at(files.instance, row)} · ${at(files.profile, row)}`, words, [
    ...facts,
    ["Score", count(files.score.v[row])],
    ["Verdict", VERDICTS[at(files.verdict, row)]],
    ["Quality", at(files.quality, row)],
    ["Size", size(files.size.v[row])],
    ["Below minimum", yes("below_minimum")],
    ["Monitored", yes("monitored")],
    ["In the app's cutoff search", yes("app_searches")],
    ["Release group", at(files.group, row)],
    ["App agrees", flag(row, "agrees") ? "" : "no: its own cutoff flag differs"],
  ], pointBars(fileFormats(row)));
}
