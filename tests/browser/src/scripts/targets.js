// The elements to click or tap that are shown and not disabled, with their sizes.
const interactive = `a[href], button, input:not([type=hidden]), select, textarea, summary,
  [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab],
  [role=menuitem], [role=option], [tabindex]:not([tabindex^="-"])`;

function text(element) {
  const label = element.labels && element.labels[0];
  const said = element.getAttribute("aria-label") || element.innerText || (label && label.innerText)
    || element.value || element.title || "";
  return said.trim().replace(/\s+/g, " ").slice(0, 80);
}

// A click on a label goes to its field.
function area(element) {
  const boxes = [element, ...(element.labels || [])].map((one) => one.getBoundingClientRect());
  return boxes.reduce((best, box) =>
    Math.min(box.width, box.height) > Math.min(best.width, best.height) ? box : best);
}

function inText(element) {
  return element.localName === "a" && getComputedStyle(element).display === "inline"
    && Array.from(element.parentElement.childNodes).some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "");
}

const round = (length) => Math.round(length * 100) / 100;
return Array.from(document.querySelectorAll(interactive))
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled"))
  .map((element) => {
    const box = area(element);
    const what = `${element.localName} ${JSON.stringify(text(element))}`;
    return { what, width: round(box.width), height: round(box.height), inText: inText(element) };
  });
