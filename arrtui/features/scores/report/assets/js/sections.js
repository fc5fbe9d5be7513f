// The tables and charts of the sections.

const titleColumn = (file) => ({
  key: "title", label: "Title", get: (row) => { const { title, aside } = fileTitle(file(row)); return aside ? `${title} ${aside}` : title; },
  draw: (cell, row) => { const { title, aside } = fileTitle(file(row)); cell.append(title, el("em", {}, aside ? `  ${aside}` : "")); },
});

const mark = (classOf, nameOf) => (cell, row) => cell.append(el("span", { class: `mark ${classOf(row)}` }, nameOf(row)));

function verdictColumn(file) {
  const get = (row) => at(files.verdict, file(row));
  return { key: "verdict", label: "Verdict", width: "10.25rem", get, lo: true, draw: mark((row) => `tone-${data.verdicts[get(row)].tone}`, (row) => VERDICTS[get(row)]) };
}

function fileColumns(file) {
  return {
    title: titleColumn(file),
    instance: { key: "instance", label: "Instance", width: "8.5rem", lo: true, soft: true, get: (row) => at(files.instance, file(row)) },
    quality: { key: "quality", label: "Quality", width: "9rem", lo: true, get: (row) => at(files.quality, file(row)) },
    profile: { key: "profile", label: "Profile", width: "9.5rem", lo: true, soft: true, get: (row) => at(files.profile, file(row)) },
    score: { key: "score", label: "Score", width: "5.5rem", num: true, get: (row) => files.score.v[file(row)] },
    verdict: verdictColumn(file),
  };
}

const sortedBySize = { key: "size", label: "Size", width: "6.5rem", num: true, first: "descending" };
const formatNames = (row) => fileFormats(row).map(([name]) => name).join(" ");

function candidateGrid() {
  const rows = data.candidates;
  const file = (row) => rows.file.v[row];
  const shared = fileColumns(file);
  const priority = (row) => rows.priority.v[row];
  const advice = (row) => at(rows.advice, row);
  return new Grid(byId("candidate-grid"), {
    name: "candidates", caption: "Candidates", unit: "candidate", tall: true, rows: rows.file.v.length,
    scoped: (row) => scope.has(at(files.instance, file(row))),
    find: (row) => formatNames(file(row)),
    picks: [{ label: "Priority", column: "priority", names: PRIORITIES }, { label: "Profile", column: "profile" }, { label: "Verdict", column: "verdict", names: VERDICTS }],
    columns: [
      { ...shared.title, sub: advice },
      { key: "priority", label: "Priority", width: "6.75rem", get: priority, draw: mark((row) => `p${priority(row)}`, (row) => PRIORITIES[priority(row)]) },
      shared.instance, shared.quality, { ...shared.profile, hidden: true }, { ...shared.score, lo: true },
      { key: "reachable", label: "Reachable", width: "6.5rem", num: true, lo: true, first: "descending", get: (row) => rows.reachable.v[row] },
      { key: "gain", label: "Gain", width: "5.5rem", num: true, first: "descending", get: (row) => rows.gain.v[row], draw: (cell, row) => cell.append(signed(rows.gain.v[row])) },
      { ...shared.verdict, hidden: true },
      { key: "advice", label: "Advice", hidden: true, get: advice },
    ],
    open: (row) => fileSheet(file(row), advice(row), [
      ["Priority", PRIORITIES[priority(row)]], ["Gain", signed(rows.gain.v[row])],
      ["Reachable", count(rows.reachable.v[row])], ["Wanted by the profile", count(rows.target.v[row])],
    ]),
  });
}

function fileGrid() {
  const file = (row) => row;
  const shared = fileColumns(file);
  const minimum = (row) => (flag(row, "below_minimum") ? "yes" : "no");
  return new Grid(byId("file-grid"), {
    name: "files", caption: "Files", unit: "file", rows: fileCount, find: formatNames,
    scoped: (row) => scope.has(at(files.instance, row)),
    picks: [{ label: "Verdict", column: "verdict", names: VERDICTS }, { label: "Profile", column: "profile" }, { label: "Quality", column: "quality" }, { label: "Below minimum", column: "below_minimum" }],
    columns: [
      shared.title, shared.instance, shared.quality, shared.profile, shared.score, shared.verdict,
      { key: "below_minimum", label: "Below minimum", width: "8.5rem", lo: true, soft: true, get: minimum, draw: (cell, row) => cell.append(minimum(row) === "yes" ? "yes" : "") },
      { ...sortedBySize, get: (row) => files.size.v[row], draw: (cell, row) => cell.append(size(files.size.v[row])) },
    ],
    open: (row) => fileSheet(row, "", []),
  });
}

function formatGrid() {
  const rows = data.formats;
  const get = (key) => (row) => rows[row][key];
  const share = (key, label) => ({ key, label, width: "6rem", num: true, lo: true, first: "descending", get: get(key), draw: (cell, row) => cell.append(percent(rows[row][key])) });
  return new Grid(byId("format-grid"), {
    name: "formats", caption: "Formats", unit: "format", tall: true, rows: rows.length, scoped: (row) => scope.has(rows[row].instance),
    picks: [{ label: "Rating", column: "rating" }, { label: "Profile", column: "profile" }],
    columns: [
      { key: "format", label: "Format", get: get("format"), sub: get("advice") },
      { key: "instance", label: "Instance", width: "8.5rem", lo: true, soft: true, get: get("instance") },
      { key: "profile", label: "Profile", width: "9.5rem", lo: true, soft: true, get: get("profile") },
      { key: "score", label: "Points", width: "5.5rem", num: true, first: "descending", get: get("score"), draw: (cell, row) => cell.append(signed(rows[row].score)) },
      { key: "uses", label: "Files", width: "5.5rem", num: true, lo: true, first: "descending", get: get("uses") },
      share("share", "Share"), share("weight", "Weight"),
      { key: "lift", label: "Lift", width: "5.5rem", num: true, lo: true, first: "descending", get: get("lift"), draw: (cell, row) => cell.append(rows[row].lift === null ? "–" : signed(Math.round(rows[row].lift))) },
      { key: "rating", label: "Rating", width: "7rem", get: get("rating"), draw: mark((row) => `r-${rows[row].rating}`, get("rating")) },
      { key: "advice", label: "Advice", hidden: true, get: get("advice") },
    ],
    open: (row) => {
      const one = rows[row];
      showSheet(one.format, `${one.instance} · ${one.profile}`, one.advice, [
        ["Points", signed(one.score)], ["Rating", one.rating], ["Files", count(one.uses)], ["Share of the files", percent(one.share)],
        ["Weight in the total", percent(one.weight)], ["Lift", one.lift === null ? "not known" : signed(Math.round(one.lift))],
      ]);
    },
  });
}

function spark(histogram) {
  const most = Math.max(1, ...histogram.map((bin) => bin[2]));
  const wide = 100 / Math.max(1, histogram.length);
  const picture = svg("svg", { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" });
  histogram.forEach(([, , value], index) => {
    const height = value ? Math.max(1.5, (value / most) * 24) : 0;
    picture.append(svg("rect", { x: index * wide + 0.4, y: 24 - height, width: Math.max(0.6, wide - 0.8), height }));
  });
  return picture;
}

function profileGrid() {
  const rows = data.profiles;
  const get = (key) => (row) => rows[row][key];
  const num = (key, label, lo = true) => ({ key, label, width: "5.25rem", num: true, lo, first: "descending", get: get(key) });
  const share = (key, label, lo) => ({ ...num(key, label, lo), width: "7rem", draw: (cell, row) => cell.append(percent(rows[row][key])) });
  return new Grid(byId("profile-grid"), {
    name: "profiles", caption: "Profiles", unit: "profile", tall: true, rows: rows.length, scoped: (row) => scope.has(rows[row].instance),
    columns: [
      { key: "profile", label: "Profile", get: get("profile"), sub: (row) => `${rows[row].instance} · cutoff ${rows[row].cutoff}` },
      { key: "instance", label: "Instance", hidden: true, get: get("instance") },
      num("files", "Files"), num("p10", "p10"), num("median", "Median", false), num("p90", "p90"),
      { key: "distribution", label: "Distribution", width: "9rem", lo: true, get: (row) => rows[row].histogram.map((bin) => bin[2]).join(" "), sort: get("median"), draw: (cell, row) => cell.append(spark(rows[row].histogram)) },
      share("done", "Done", false), share("below_minimum", "Under min."), { ...num("minimum", "Minimum"), width: "6rem" }, { ...num("wanted", "Wanted"), width: "6rem" },
      { key: "cutoff", label: "Cutoff", hidden: true, get: get("cutoff") },
    ],
    open: (row) => profileSheet(rows[row]),
  });
}

function profileSheet(one) {
  const table = one.histogram.map(([from, to, value]) => [`${count(from)} to ${count(to)}`, count(value)]);
  showSheet(one.profile, one.instance, "", [
    ["Files", count(one.files)], ["p10", count(one.p10)], ["Median", count(one.median)], ["p90", count(one.p90)], ["Done", percent(one.done)],
    ["Below minimum", percent(one.below_minimum)], ["Minimum", count(one.minimum)], ["Wanted", count(one.wanted)],
    ["Quality cutoff", one.cutoff], ["Upgrades", one.upgrade_allowed ? "allowed" : "not allowed"],
  ], one.histogram.length ? el("div", { class: "points" }, plainTable("Files by score", ["Score", "Files"], table)) : null);
}

function cutoffGrid() {
  const rows = data.cutoffs;
  const names = { never: "never stops", cannot_tell: "cannot tell", reachable: "reachable", stops: "all done", no_upgrades: "no upgrades", unused: "not used" };
  const get = (key) => (row) => rows[row][key];
  const num = (key, label, lo = true) => ({ key, label, width: "6.5rem", num: true, lo, first: "descending", get: get(key), draw: (cell, row) => cell.append(rows[row][key] === null ? "–" : count(rows[row][key])) });
  return new Grid(byId("cutoff-grid"), {
    name: "cutoffs", caption: "Cutoffs", unit: "profile", tall: true, rows: rows.length, scoped: (row) => scope.has(rows[row].instance),
    picks: [{ label: "Search", column: "state", names }],
    columns: [
      { key: "profile", label: "Profile", get: get("profile"), sub: (row) => `${rows[row].instance} · ${names[rows[row].state]}` },
      { key: "state", label: "Search", hidden: true, get: get("state") },
      { key: "instance", label: "Instance", hidden: true, get: get("instance") },
      num("wanted", "Wanted", false), num("best", "Best", false), num("suggested", "Instead"), num("stopped", "Would be done"),
      num("short_of_score", "Short of score"), num("short_of_quality", "Low quality"), num("releases", "Releases"), num("files", "Files"),
    ],
    open: (row) => showSheet(rows[row].profile, rows[row].instance, rows[row].sentence, [["Quality cutoff", rows[row].cutoff], ["Best", rows[row].best_name]]),
  });
}

function differenceGrid() {
  const rows = data.differences;
  const where = (row) => rows[row].instances.join(", ");
  return new Grid(byId("difference-grid"), {
    name: "differences", caption: "Differences between instances", unit: "difference", rows: rows.length, tall: true,
    scoped: (row) => !scope.name || rows[row].instances.includes(scope.name),
    columns: [
      { key: "profile", label: "Profile and difference", get: (row) => rows[row].profile, sub: (row) => rows[row].what },
      { key: "instances", label: "Instances", width: "15rem", lo: true, whole: true, soft: true, get: where },
      { key: "difference", label: "Difference", hidden: true, get: (row) => rows[row].what },
    ],
    open: (row) => showSheet(rows[row].profile, where(row), rows[row].what, []),
  });
}

function overlapGrid() {
  const rows = data.overlap;
  const copies = (row) => rows[row].copies.map((copy) => `${copy.instance}: ${copy.quality} ${count(copy.score)}`).join("  ·  ");
  const shown = rows.map((row) => row.copies.map((copy) => copy.instance));
  const grid = new Grid(byId("overlap-grid"), {
    name: "overlap", caption: "Overlap", unit: "title", rows: rows.length, scoped: (row) => !scope.name || shown[row].includes(scope.name),
    picks: [{ label: "App", column: "kind", names: data.apps }],
    columns: [
      { key: "title", label: "Title", get: (row) => (rows[row].year ? `${rows[row].title} ${rows[row].year}` : rows[row].title),
        draw: (cell, row) => cell.append(rows[row].title, el("em", {}, rows[row].year ? `  ${rows[row].year}` : "")) },
      { key: "kind", label: "App", width: "6rem", lo: true, soft: true, get: (row) => rows[row].kind },
      { key: "copies", label: "Copies, with their scores", width: "31rem", lo: true, whole: true, get: copies },
      { key: "size", label: "Together", width: "7rem", num: true, lo: true, first: "descending", get: (row) => rows[row].copies.reduce((sum, copy) => sum + copy.size, 0), draw: (cell, row) => cell.append(size(rows[row].copies.reduce((sum, copy) => sum + copy.size, 0))) },
      { key: "overlap", label: "Overlap", width: "6.5rem", num: true, first: "descending", get: (row) => rows[row].overlap, draw: (cell, row) => cell.append(rows[row].overlap ? size(rows[row].overlap) : "–") },
    ],
    open: (row) => showSheet(`${rows[row].title}${rows[row].year ? ` · ${rows[row].year}` : ""}`, rows[row].overlap ? `${size(rows[row].overlap)} in copies below 2160p` : "its copies do not overlap", "", [],
      plainTable("Copies", ["Instance", "Quality", "Score", "Size", "Formats"], rows[row].copies.map((copy) => [copy.instance, copy.quality, count(copy.score), size(copy.size), copy.formats]))),
  });
  scope.hears(() => {
    const own = rows.filter((row, index) => !scope.name || shown[index].includes(scope.name));
    const both = own.filter((row) => row.overlap);
    byId("overlap-sum").textContent = both.length
      ? `${plural(both.length, "title")} exist in 2160p and below; the smaller copies take ${size(both.reduce((sum, row) => sum + row.overlap, 0))}.`
      : "No title exists both in 2160p and below.";
  });
  return grid;
}
