// Faces from sad to glad, drawn: no font is needed, and none of them is of anybody.

const SVG = "http://www.w3.org/2000/svg";
const MOUTHS = { 1: "M14 36 Q24 24 34 36", 2: "M15 35 Q24 29 33 35", 3: "M15 33 L33 33", 4: "M15 31 Q24 37 33 31", 5: "M14 29 Q24 42 34 29" };

const part = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

// Gives the face of an answer from 1 to 5.
export function face(answer) {
  const drawn = part("svg", { viewBox: "0 0 48 48", class: "face", "aria-hidden": "true", focusable: "false" });
  drawn.append(
    part("circle", { cx: 24, cy: 24, r: 21, fill: "none", stroke: "currentColor", "stroke-width": 3 }),
    part("circle", { cx: 17, cy: 19, r: 2.5, fill: "currentColor" }),
    part("circle", { cx: 31, cy: 19, r: 2.5, fill: "currentColor" }),
    part("path", { d: MOUTHS[answer], fill: "none", stroke: "currentColor", "stroke-width": 3, "stroke-linecap": "round" }),
  );
  return drawn;
}
