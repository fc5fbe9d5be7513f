// Charts, each with a sentence and a table that say the same.

const charts = [];
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

class Plot {
  // make() → {title, words, empty, config, table: [head, rows]}, made anew when instance or colours change.
  constructor(figure, make) {
    Object.assign(this, { figure, make, chart: null });
    charts.push(this);
  }

  draw() {
    if (this.chart) this.chart.destroy();
    this.chart = null;
    const open = this.figure.querySelector("details")?.open;
    const { title, words, empty, config, table } = this.make();
    const head = [title ? el("h3", {}, title) : null];
    if (empty) {
      this.figure.replaceChildren(...head.filter(Boolean), el("p", { class: "nothing" }, empty));
      return;
    }
    const canvas = el("canvas", { role: "img", "aria-label": `${title || "Histogram"}: ${words}` });
    const numbers = el("details", { open }, el("summary", {}, "Show the numbers"),
      el("div", { class: "numbers", tabindex: 0, role: "region", "aria-label": `Numbers: ${title || "Histogram"}` }, plainTable(words, ...table)));
    const caption = el("figcaption", {}, words);
    const parts = title ? [...head, caption, el("div", { class: "canvas" }, canvas), numbers] : [el("div", { class: "canvas" }, canvas), caption, numbers];
    this.figure.replaceChildren(...parts);
    this.chart = new Chart(canvas, this.dressed(config));
  }

  dressed(config) {
    const { ink, soft, line, card } = { ink: colour("ink"), soft: colour("soft"), line: colour("line"), card: colour("card") };
    const scales = config.options.scales;
    for (const [name, scale] of Object.entries(scales)) {
      scale.grid = { color: line, drawTicks: false, display: name !== "x" };
      scale.border = { display: name === "x", color: line };
      scale.ticks = { color: soft, padding: 8, ...(name === "x" ? { maxRotation: 0, autoSkipPadding: 16 } : { autoSkip: false, maxTicksLimit: 7 }), ...scale.ticks };
    }
    const lines = config.type === "line" ? { usePointStyle: true, pointStyleWidth: 28 } : {};
    const legend = { position: "top", align: "start", labels: { color: ink, boxWidth: 10, boxHeight: 10, padding: 14, useBorderRadius: true, borderRadius: 3, ...lines } };
    const tooltip = { backgroundColor: ink, titleColor: card, bodyColor: card, padding: 10, cornerRadius: 8, boxPadding: 4, boxWidth: 10, boxHeight: 10 };
    Object.assign(config.options, {
      responsive: true, maintainAspectRatio: false, animation: still.matches ? false : { duration: 200 },
      interaction: { mode: "index", intersect: false }, plugins: { legend, tooltip },
    });
    return config;
  }
}

function drawCharts() {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  charts.forEach((plot) => plot.draw());
}

function bars(label, name, values, stack = "one") {
  const tone = colour(name);
  return { label, data: values, backgroundColor: tone, stack, borderRadius: 2, categoryPercentage: 0.92, barPercentage: 0.92 };
}

const LINE_TONES = ["accent", "done", "format", "violet", "bad", "none"];
const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4]];

function line(label, index, values) {
  const tone = colour(LINE_TONES[index % LINE_TONES.length]);
  const alone = values.filter((value) => value !== null).length === 1; // no line leads to it
  return { label, data: values, borderColor: tone, backgroundColor: tone, borderWidth: 2, pointRadius: alone ? 4 : 0, pointStyle: alone ? "circle" : "line", pointHitRadius: 8,
    tension: 0.25, spanGaps: true, borderDash: DASHES[index % DASHES.length] };
}

// Range of the bulk of sorted scores: the middle half and one and a half times its width to each side (Tukey's
// fence), within the 1st and the 99th percentile; it begins and ends with a score that there is. Where half of the
// files have one score, a wider middle is taken.
function bulk(sorted) {
  const rank = (share) => sorted[Math.round((sorted.length - 1) * share)];
  const tail = [0.25, 0.1, 0.05, 0.01].find((share) => rank(1 - share) > rank(share)) || 0.01;
  const reach = 1.5 * (rank(1 - tail) - rank(tail));
  const low = Math.max(rank(0.01), rank(tail) - reach);
  const high = Math.min(rank(0.99), rank(1 - tail) + reach);
  return [sorted.find((score) => score >= low), sorted.findLast((score) => score <= high)];
}

function roundWidth(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough));
}

// Bins of a round width over the bulk of the scores; what lies below or above it has a bin of its own at that end.
// place(score) → index of its bin; outliers: what the bins at the ends hold, in words, where there are any.
function bins(scores) {
  const sorted = Float64Array.from(scores).sort();
  const [low, high] = bulk(sorted);
  const step = roundWidth(Math.max(1, (high - low) / 22));
  const from = Math.floor(low / step) * step;
  const steps = Math.floor((high - from) / step) + 1;
  const end = from + steps * step;
  const below = sorted.filter((score) => score < from).length;
  const above = sorted.filter((score) => score >= end).length;
  const starts = Array.from({ length: steps }, (_, index) => from + index * step);
  const labels = starts.map((start) => (step === 1 ? count(start) : `${count(start)} to ${count(start + step - 1)}`));
  const ticks = starts.map(count);
  if (below) { labels.unshift(`under ${count(from)}`); ticks.unshift(`< ${count(from)}`); }
  if (above) { labels.push(`${count(end)} and more`); ticks.push(`≥ ${count(end)}`); }
  const first = below ? 1 : 0;
  const place = (score) => (score < from ? 0 : Math.min(labels.length - 1, first + Math.floor((score - from) / step)));
  const ends = [below ? `${count(below)} under ${count(from)}` : "", above ? `${count(above)} from ${count(end)} up` : ""].filter(Boolean);
  return { labels, place, ticks, outliers: ends.join(" and ") };
}
