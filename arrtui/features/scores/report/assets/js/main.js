// The page as a whole: the instance that is looked at, the charts over all of it, printing, and where one is.

function choose(name) {
  byId("scope").value = name;
  scope.set(name);
  say(name || "All instances");
}

function histogram() {
  const picked = byId("profile").value;
  const rows = [];
  for (let row = 0; row < fileCount; row += 1) {
    if (scope.has(at(files.instance, row)) && (!picked || at(files.profile, row) === picked)) rows.push(row);
  }
  if (!rows.length) return { empty: "No files." };
  const score = (row) => files.score.v[row] || 0;
  const { labels, place, ticks, outliers } = bins(rows.map(score));
  const present = new Set(rows.map((row) => at(files.verdict, row)));
  const verdicts = Object.keys(VERDICTS).filter((key) => present.has(key) || !data.verdicts[key].rare);
  const counts = verdicts.map(() => new Array(labels.length).fill(0));
  rows.forEach((row) => { counts[verdicts.indexOf(at(files.verdict, row))][place(score(row))] += 1; });
  const sums = labels.map((_, index) => counts.reduce((sum, one) => sum + one[index], 0));
  const top = sums.indexOf(Math.max(...sums));
  return {
    words: `${plural(rows.length, "file")}; the highest bar, ${labels[top]}, has ${count(sums[top])}. ${outliers ? `Outliers have a bar at the end: ${outliers}.` : ""}`.trim(),
    config: {
      type: "bar",
      data: { labels, datasets: verdicts.map((name, index) => bars(VERDICTS[name], data.verdicts[name].tone, counts[index])) },
      options: { scales: { x: { stacked: true, ticks: { callback: (_, index) => ticks[index] } }, y: { stacked: true, ticks: { precision: 0 } } } },
    },
    table: [["Score", ...verdicts.map((name) => VERDICTS[name]), "Files"], labels.map((label, index) => [label, ...counts.map((one) => count(one[index])), count(sums[index])])],
  };
}

function weekly() {
  const weeks = new Map();
  data.weeks.filter((row) => scope.has(row.instance)).forEach((row) => {
    const sum = weeks.get(row.week) || { upgraded: 0, downgraded: 0, rescored: 0, new: 0, removed: 0 };
    Object.keys(sum).forEach((key) => { sum[key] += row[key]; });
    weeks.set(row.week, sum);
  });
  const labels = [...weeks.keys()].sort();
  const title = "Changes per week";
  const kinds = { upgraded: ["Upgraded", "done", 1], new: ["New", "accent", 1], rescored: ["Re-scored", "violet", 1], downgraded: ["Downgraded", "format", -1], removed: ["Removed", "bad", -1] };
  const total = (key) => labels.reduce((sum, week) => sum + weeks.get(week)[key], 0);
  if (!labels.length || !Object.keys(kinds).some(total)) return { title, empty: "No score has changed since arrtui watches." };
  const sets = Object.entries(kinds).map(([key, [label, tone, sign]]) => bars(label, tone, labels.map((week) => sign * weeks.get(week)[key])));
  return {
    title,
    words: `${plural(labels.length, "week")}: ${count(total("upgraded"))} upgraded, ${count(total("downgraded"))} downgraded, ${count(total("rescored"))} re-scored, ${count(total("new"))} new, ${count(total("removed"))} removed. Losses point down.`,
    config: { type: "bar", data: { labels, datasets: sets }, options: { scales: { x: { stacked: true }, y: { stacked: true, ticks: { precision: 0, callback: (value) => count(Math.abs(value)) } } } } },
    table: [["Week of", ...Object.values(kinds).map((kind) => kind[0])], labels.map((week) => [week, ...Object.keys(kinds).map((key) => count(weeks.get(week)[key]))])],
  };
}

function daily(title, key, words, limits) {
  const rows = data.days.filter((row) => scope.has(row.instance));
  if (!rows.length) return { title, empty: "Nothing is known of earlier days yet." };
  const labels = [...new Set(rows.map((row) => row.date))].sort();
  const names = data.instances.map((row) => row.instance).filter((name) => rows.some((row) => row.instance === name));
  const values = new Map(rows.map((row) => [`${row.instance} ${row.date}`, row[key]]));
  const value = (name, date) => values.get(`${name} ${date}`) ?? null;
  if (labels.length === 1) {
    const known = names.map((name) => `${name} ${count(value(name, labels[0]))}`).join(", ");
    return { title, empty: `${labels[0]} is the only day known so far: ${known}. A line begins with the second day.` };
  }
  const sets = names.map((name, index) => line(name, index, labels.map((date) => value(name, date))));
  return {
    title, words,
    config: { type: "line", data: { labels, datasets: sets }, options: { scales: { x: {}, y: { ...limits, ticks: { precision: 0, callback: (tick) => count(tick) } } } } },
    table: [["Day", ...names], labels.map((date) => [date, ...names.map((name) => count(value(name, date)))])],
  };
}

function profileChoices() {
  const names = new Set(data.profiles.filter((row) => scope.has(row.instance)).map((row) => row.profile));
  const kept = byId("profile").value;
  options(byId("profile"), [["", "All profiles"], ...[...names].sort(collator.compare).map((name) => [name, name])]);
  byId("profile").value = names.has(kept) ? kept : "";
}

function watchSections() {
  const links = [...document.querySelectorAll(".top nav a")];
  const sections = links.map((link) => document.querySelector(link.getAttribute("href")));
  const mark = () => {
    const line = window.innerHeight * 0.35;
    let current = 0;
    sections.forEach((section, index) => { if (section.getBoundingClientRect().top < line) current = index; });
    links.forEach((link, index) => (index === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  document.addEventListener("scroll", mark, { passive: true });
  mark();
}

function watchPrinting(grids) {
  const turn = (on) => {
    document.documentElement.style.colorScheme = on ? "light" : "";
    grids.forEach((grid) => grid.print(on));
    charts.forEach((plot) => plot.draw());
    charts.forEach((plot) => { if (on && plot.chart) { plot.chart.options.animation = false; plot.chart.update("none"); } });
  };
  window.addEventListener("beforeprint", () => turn(true));
  window.addEventListener("afterprint", () => turn(false));
  byId("print").addEventListener("click", () => window.print());
}

function start() {
  options(byId("scope"), [["", "All instances"], ...data.instances.map((row) => [row.instance, row.instance])]);
  byId("scope").addEventListener("change", (event) => choose(event.target.value));
  const grids = { candidates: candidateGrid(), formats: formatGrid(), profiles: profileGrid(), cutoffs: cutoffGrid(), differences: differenceGrid(), overlap: overlapGrid(), files: fileGrid() };
  const show = (name, column, value) => { grids[name].pick(column, value); byId(name).scrollIntoView(); grids[name].scroll.focus({ preventScroll: true }); };
  scope.hears(() => { drawHero(); drawTiles(); drawCards(show); profileChoices(); });
  const first = new Plot(byId("histogram"), histogram);
  new Plot(byId("weeks"), weekly);
  new Plot(byId("health-days"), () => daily("Health", "health", "Health per day, of 100.", { suggestedMin: 50, max: 100 }));
  new Plot(byId("score-days"), () => daily("Median score", "median", "Median score per day.", {}));
  byId("profile").addEventListener("change", () => first.draw());
  theme.start();
  scope.hears(drawCharts);
  theme.listeners.push(drawCharts);
  watchSections();
  watchPrinting(Object.values(grids));
}

start();
