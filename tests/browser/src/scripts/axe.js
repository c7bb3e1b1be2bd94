const done = arguments[arguments.length - 1];
// Where scripts are off, promises resolve but timers never fire. axe-core uses short timers only to
// yield to the page, so a promise can replace them. Long ones are time limits, which the driver has.
const soon = (call, delay) => {
  if (!(delay > 1000)) Promise.resolve().then(call);
  return 0;
};
(function (setTimeout) {
AXE_CORE
})(soon);

axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // Off by default, until WCAG 2.2 is asked for everywhere.
  rules: { "target-size": { enabled: true } },
  // No messages to frames, as axe-core is not there; no requests, as a policy may forbid them.
  iframes: false,
  preload: false,
}).then(
  ({ url, violations, passes }) => done({ url, violations, kept: passes.length }),
  (error) => done({ error: String(error) }),
);
