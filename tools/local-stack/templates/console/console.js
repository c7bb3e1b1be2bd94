// Extends the console page, which also works without JavaScript: it sends the phone's forms in the
// background, so that the page does not move, presses keys for number keys, and speaks with the
// browser's voice. All content still comes from the stack as HTML.
"use strict";
(() => {
  const panel = document.getElementById("phone");
  const log = document.getElementById("phone-log");
  const problem = document.getElementById("phone-alert");
  const keyOf = (value) => panel.querySelector(`button[name="keys"][value="${CSS.escape(value)}"]`);
  const isTalking = () => panel.dataset.state === "talking";
  const here = () => location.pathname + location.search;
  let shown = here();

  // Speech is off by default. The choice is remembered where the browser allows it.
  const speech = (() => {
    const voice = window.speechSynthesis;
    const box = document.getElementById("speak");
    if (!voice || !window.SpeechSynthesisUtterance) return { say() {}, stop() {} };
    const stored = (act) => {
      try {
        return act(window.localStorage);
      } catch {
        return null;
      }
    };
    const say = (lines) => {
      if (!box.checked) return;
      for (const line of lines) {
        const words = new SpeechSynthesisUtterance(line);
        words.lang = "en-US";
        voice.speak(words);
      }
    };
    const stop = () => voice.cancel();
    box.checked = stored((storage) => storage.getItem("speak-aloud")) === "yes";
    document.getElementById("speak-switch").hidden = false;
    box.addEventListener("change", () => {
      stored((storage) => storage.setItem("speak-aloud", box.checked ? "yes" : "no"));
      if (!box.checked) stop();
      else if (isTalking()) say(latest());
    });
    window.addEventListener("pagehide", stop);
    return { say, stop };
  })();

  const wordsIn = (lines) =>
    lines.map((line) => line.querySelector(".words")).filter(Boolean).map((words) => words.textContent);

  // The prompts since the caller's last input.
  function latest() {
    const lines = Array.from(log.firstElementChild.children);
    const since = lines.findLastIndex((line) => !line.classList.contains("voice"));
    return wordsIn(lines.slice(since + 1));
  }

  // Enables the keypad without a call, where this script lets the keys type into the field.
  function wake() {
    const keypad = panel.querySelector(".keypad");
    if (keypad) keypad.disabled = false;
  }

  // Shows a problem. A passing one disappears when the stack answers with a page again.
  let passes = false;
  function report(text, isPassing = false) {
    problem.textContent = text;
    passes = isPassing;
  }

  // Adds only new lines, so that a screen reader reads only those. Returns their prompts.
  function write(lines, isSameCall) {
    const list = log.firstElementChild;
    const all = Array.from(lines);
    const added = isSameCall ? all.slice(list.children.length) : all;
    if (!isSameCall) list.replaceChildren();
    list.append(...added);
    return wordsIn(added);
  }

  function replace(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    const wasOpen = old.querySelector("details[open]") !== null;
    old.replaceChildren(...fresh.childNodes);
    const details = old.querySelector("details");
    if (details) details.open = wasOpen;
  }

  // Shows another page: its whole phone, and the parts of other panels that may have changed.
  function show(page) {
    const next = page.getElementById("phone");
    const isSameCall = next.dataset.call === panel.dataset.call;
    const focused = document.activeElement;
    const wasInside = panel.contains(focused);

    const said = write(page.getElementById("phone-log").firstElementChild.children, isSameCall);
    log.toggleAttribute("tabindex", false);
    if (next.dataset.call) log.tabIndex = 0;
    Object.assign(panel.dataset, { call: next.dataset.call, state: next.dataset.state });
    for (const part of panel.querySelectorAll("[data-part]")) {
      replace(part, page.getElementById(part.id));
    }
    for (const part of document.querySelectorAll("[data-live]")) {
      if (!part.contains(focused)) replace(part, page.getElementById(part.id));
    }
    wake();

    if (wasInside && !focused.isConnected) refocus(focused);
    if (!isSameCall && wasInside) panel.scrollIntoView({ block: "nearest" });
    return said;
  }

  // Moves the focus to the same control if it still exists, else to the next one.
  function refocus(gone) {
    const same = gone.name === "keys" ? keyOf(gone.value) : gone.id && document.getElementById(gone.id);
    const next = same || panel.querySelector("[data-focus]") || (isTalking() ? log : panel);
    next.focus({ preventScroll: true });
  }

  async function ask(address, options) {
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && page.getElementById("phone")) {
        if (passes) report("");
        return { page, url: answer.url };
      }
      const reason = page.querySelector("main p");
      // A refusal stays until the next action.
      report(reason ? reason.textContent : `The stack answered ${answer.status}.`, !options);
    } catch {
      report("The local stack does not answer. Is it still running?", true);
    }
    return null;
  }

  // Runs actions one after the other, so that keys arrive in order. A failed action does not stop the
  // next one.
  let last = Promise.resolve();
  const inTurn = (act) => {
    last = last.then(act).catch((error) => {
      console.error(error);
      report("Something went wrong on this page. Reload it.");
    });
  };

  panel.addEventListener("submit", (event) => {
    const form = event.target;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const { name, value } = event.submitter || {};
    if (name) body.append(name, value);
    speech.stop();
    inTurn(async () => {
      // A key after the end of a call is lost, as on any phone.
      if (!form.isConnected) return;
      report("");
      const answer = await ask(form.action, { method: "POST", body });
      if (!answer) return;
      const address = new URL(answer.url);
      if (address.pathname + address.search !== here()) {
        history.pushState(null, "", address.pathname + address.search);
      }
      shown = here();
      speech.say(show(answer.page));
    });
  });

  panel.addEventListener("click", (event) => {
    const key = event.target.closest('button[name="keys"]');
    const field = document.getElementById("phone-number");
    if (key && field && !key.form) field.value += key.value;
  });

  panel.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!/^[0-9*#]$/.test(event.key)) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const key = keyOf(event.key);
    if (!key) return;
    event.preventDefault();
    key.focus();
    key.click();
  });

  async function renew() {
    const answer = await ask(location.href);
    if (answer) show(answer.page);
  }

  // Polls for new mail for a minute after a release, less often the longer none has arrived. Mail takes
  // a moment, and one is soon followed by another.
  function awaitMail() {
    const count = () => document.querySelector("#mails .more").textContent;
    let known = count();
    let hasCome = false;
    let pause = 1;
    let waited = 0;
    const look = async () => {
      try {
        await renew();
      } finally {
        const isNew = count() !== known;
        known = count();
        hasCome ||= isNew;
        pause = isNew ? 1 : Math.min(pause * 1.5, 10);
        wait();
      }
    };
    const wait = () => {
      waited += pause;
      if (waited > 60 || (hasCome && pause > 5)) return;
      setTimeout(() => inTurn(look), pause * 1000);
    };
    wait();
  }

  window.addEventListener("popstate", () => {
    if (here() === shown) return;
    shown = here();
    speech.stop();
    report("");
    inTurn(renew);
  });
  // A release may have been decided on another page meanwhile.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) inTurn(renew);
  });
  if (location.hash === "#releases") awaitMail();
  wake();
})();
