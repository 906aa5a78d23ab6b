// A site's own colour, moved towards black or white until text in it can be read (WCAG 2.2, 1.4.3).

const ENOUGH = 4.5;
// The ground with the least contrast that the colour is ever on: a button under the pointer.
const GROUND = { light: [219, 232, 234], dark: [39, 57, 63] };

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The nearest colour to `rgb` that can be read on every ground, and they on it. */
function readable(rgb, scheme) {
  const towards = scheme === "light" ? 0 : 255;
  for (let step = 0; step <= 20; step += 1) {
    const mixed = rgb.map((part) => Math.round(part + (towards - part) * (step / 20)));
    if (contrast(mixed, GROUND[scheme]) >= ENOUGH) return mixed;
  }
  return scheme === "light" ? [0, 0, 0] : [255, 255, 255];
}

/** Uses `accent` (#rrggbb) in both schemes; anything else leaves the colours as they are. */
export function applyAccent(accent) {
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return;
  const rgb = [1, 3, 5].map((at) => parseInt(accent.slice(at, at + 2), 16));
  for (const scheme of ["light", "dark"]) {
    document.documentElement.style.setProperty(`--accent-${scheme}`, `rgb(${readable(rgb, scheme).join(" ")})`);
  }
}
