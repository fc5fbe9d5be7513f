// Light and dark: as the system has it, until the reader says otherwise.

const theme = {
  listeners: [],
  system: window.matchMedia("(prefers-color-scheme: dark)"),
  current() {
    return document.documentElement.dataset.theme || (this.system.matches ? "dark" : "light");
  },
  set(name) {
    document.documentElement.dataset.theme = name;
    try { localStorage.setItem("arrtui-theme", name); } catch { /* a page from a disk may have no storage */ }
    this.changed();
  },
  changed() {
    const other = this.current() === "dark" ? "Light" : "Dark";
    byId("theme").textContent = other;
    byId("theme").setAttribute("aria-label", `Use the ${other.toLowerCase()} theme`);
    this.listeners.forEach((listener) => listener());
  },
  start() {
    let kept = null;
    try { kept = localStorage.getItem("arrtui-theme"); } catch { /* as above */ }
    if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
    byId("theme").addEventListener("click", () => this.set(this.current() === "dark" ? "light" : "dark"));
    this.system.addEventListener("change", () => this.changed());
    this.changed();
  },
};

// A colour of the styles as the browser resolves it now; charts are drawn with it.
function colour(name) {
  const probe = el("i", {});
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
