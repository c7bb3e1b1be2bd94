// Scrolls to arguments[0]. Returns what covers its middle, or null.
const element = arguments[0];
element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
const box = element.getBoundingClientRect();
const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
if (there === null) return "nothing: it is not on the screen";
const label = there.closest("label");
const reached = element.contains(there) || (label !== null && label.control === element);
return reached ? null : there.outerHTML.slice(0, 200);
