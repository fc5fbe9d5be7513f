// The data of the page: columns are read by row, strings are shared.

const data = JSON.parse(document.getElementById("data").textContent);
const files = data.files;
const fileCount = files.flags.v.length;

function at(column, row) {
  if (column.v) return column.v[row];
  const text = column.d[column.i[row]];
  if (!column.n) return text;
  const numbers = column.n[row].split("|");
  let next = 0;
  return text.replace(/\u0000/g, () => numbers[next++]);
}

function flag(row, name) {
  return (files.flags.v[row] >> data.flags.indexOf(name)) & 1;
}

// Title of a file as people say it: the movie with its year, the series with its episode.
function fileTitle(row) {
  const episode = at(files.episode, row);
  const year = files.year.v[row];
  return { title: at(files.title, row), aside: episode || (year ? String(year) : "") };
}

function fileFormats(row) {
  return at(files.formats, row).map((pair) => files.pairs[pair]);
}

// The instance everything is limited to; empty for all of them.
const scope = {
  name: "",
  listeners: [],
  set(name) {
    this.name = name;
    this.listeners.forEach((listener) => listener(name));
  },
  has(name) {
    return !this.name || this.name === name;
  },
  hears(listener) {
    this.listeners.push(listener);
    listener(this.name);
  },
};
