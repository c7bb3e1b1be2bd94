// The overflow of the page, or null. arguments[0]: the screen's width in CSS pixels.
const root = document.documentElement;
// Without a `viewport` a phone lays a page out wider than its screen, and shrinks it.
const screen = Math.min(root.clientWidth, arguments[0]);
const page = root.scrollWidth;
if (page <= screen) return null;

// What scrolls or is cut off inside another element does not widen the page.
function inside(element) {
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
    if (getComputedStyle(at).overflowX !== "visible") return true;
  }
  return false;
}
function selector(element) {
  const id = element.id ? `#${element.id}` : "";
  return element.localName + id + Array.from(element.classList, (name) => `.${name}`).join("");
}
const wide = Array.from(document.querySelectorAll("body *")).filter(
  (element) => element.getBoundingClientRect().right > screen + 0.5 && !inside(element));
const innermost = wide.filter((element) => !wide.some((other) => element !== other && element.contains(other)));
return { screen, page, because_of: innermost.map(selector) };
