// Numbers and names as people read them.

const grouped = new Intl.NumberFormat("en");
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const VERDICTS = Object.fromEntries(Object.entries(data.verdicts).map(([key, verdict]) => [key, verdict.name]));
const PRIORITIES = { 1: "Critical", 2: "High", 3: "Medium", 4: "Low" };

function count(value) {
  return value === null || value === undefined ? "–" : grouped.format(value).replace(/^-/, "\u2212");
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function signed(value) {
  return value > 0 ? `+${count(value)}` : count(value);
}

function plural(value, word, many) {
  return `${count(value)} ${value === 1 ? word : many || word + "s"}`;
}

function percent(share) {
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}\u202f%`;
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

// How old stored data was when the report was made.
function age(at) {
  const hours = Math.max(0, data.made_at - at) / 3600;
  if (hours < 1) return "stored just now";
  if (hours < 48) return `stored ${plural(Math.floor(hours), "hour")} ago`;
  return `stored ${plural(Math.floor(hours / 24), "day")} ago`;
}

function isOld(at) {
  return data.made_at - at >= 48 * 3600;
}

function mood(points) {
  return points >= 80 ? "good" : points >= 60 ? "fair" : "poor";
}

// A cell no spreadsheet takes for a formula, quoted for CSV.
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
