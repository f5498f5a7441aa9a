"use strict";
(() => {
  const root = document.documentElement;
  const language = root.lang;
  const prefers = window.matchMedia("(prefers-color-scheme: dark)");
  const KEPT = "engagement-previews-theme";

  const theme = () => root.dataset.theme || (prefers.matches ? "dark" : "light");
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();

  // Colours with a name are written @name, everywhere but in the rows that are drawn: there only under "c".
  const painted = (value, inRows = false, key = "") => {
    if (Array.isArray(value)) return value.map((one) => painted(one, inRows, key));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, painted(v, inRows || k === "values", k)]));
    }
    const named = typeof value === "string" && value.startsWith("@") && (!inRows || key === "c");
    return named ? colour(value.slice(1)) : value;
  };

  const config = () => {
    const axis = {
      labelColor: colour("quiet"), titleColor: colour("quiet"), gridColor: colour("line"), domainColor: colour("line"),
      tickColor: colour("line"), labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", titlePadding: 6,
    };
    return {
      background: null, font: "system-ui, sans-serif", view: { stroke: null }, axis, axisX: { grid: false },
      mark: { tooltip: true }, text: { fontSize: 11 },
    };
  };

  const decimal = language === "en" ? "." : ",";
  const thousands = language === "en" ? "," : "\u00a0";
  const formatLocale = { decimal, thousands, grouping: [3], currency: ["", "\u00a0€"], minus: "\u2212" };

  const drawn = [];
  const draw = async () => {
    while (drawn.length) drawn.pop().finalize();
    const charts = [...document.querySelectorAll(".chart")];
    await Promise.all(charts.map(async (place) => {
      const spec = painted(JSON.parse(place.nextElementSibling.textContent));
      const whole = {
        $schema: "https://vega.github.io/schema/vega-lite/v6.json", width: "container", height: "container",
        autosize: { type: "fit", contains: "padding", resize: true }, padding: { left: 4, top: 4, bottom: 4, right: 22 }, ...spec,
      };
      const options = { renderer: "svg", actions: false, config: config(), formatLocale, tooltip: { theme: theme() } };
      const made = await window.vegaEmbed(place, whole, options);
      place.classList.remove("has-actions");
      // The place says in words what is drawn; what is inside is not read again, nor is it a stop of the keyboard.
      place.querySelectorAll("svg, svg *").forEach((part) => {
        ["role", "aria-label", "aria-roledescription", "tabindex"].forEach((name) => part.removeAttribute(name));
      });
      drawn.push(made);
    }));
    root.dataset.drawn = String(charts.length);
  };

  const kept = (value) => {
    try {
      if (value) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return null; // a page opened from a file may keep nothing
    }
  };

  if (!root.dataset.theme && kept()) root.dataset.theme = kept();
  const button = document.getElementById("switch");
  button?.addEventListener("click", () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    kept(root.dataset.theme);
    draw();
  });
  prefers.addEventListener("change", () => draw());
  draw();
})();
