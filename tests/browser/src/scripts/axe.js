const done = arguments[arguments.length - 1];
// Where scripts are off, promises are kept and timers never ring. axe-core waits by timers only to
// let the page breathe; those that would end what takes too long are left to the driver.
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
  // No messages to frames, where no axe-core answers; no requests, which a policy may forbid.
  iframes: false,
  preload: false,
}).then(
  ({ url, violations, passes }) => done({ url, violations, kept: passes.length }),
  (error) => done({ error: String(error) }),
);
