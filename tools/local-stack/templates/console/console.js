// What the console page can do with JavaScript besides what it does without: the phone's forms are
// sent in the background, so that the page stays where it is; number keys press keys; and the
// browser's own voice speaks. Whatever the page shows still comes from the stack as HTML.
"use strict";
(() => {
  const panel = document.getElementById("phone");
  const log = document.getElementById("phone-log");
  const problem = document.getElementById("phone-alert");
  const keyOf = (value) => panel.querySelector(`button[name="keys"][value="${CSS.escape(value)}"]`);
  const isTalking = () => panel.dataset.state === "talking";
  const here = () => location.pathname + location.search;
  let shown = here();

  // Speech. It is off until somebody wants it, and remembered where that is allowed.
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

  // What the voice has said since the caller did something.
  function latest() {
    const lines = Array.from(log.firstElementChild.children);
    const since = lines.findLastIndex((line) => !line.classList.contains("voice"));
    return wordsIn(lines.slice(since + 1));
  }

  // Without a call the keys type into the field, which they do only by this script.
  function wake() {
    const keypad = panel.querySelector(".keypad");
    if (keypad) keypad.disabled = false;
  }

  // Says what is wrong. What passes is over as soon as the stack answers with a page again.
  let passes = false;
  function tell(text, isPassing = false) {
    problem.textContent = text;
    passes = isPassing;
  }

  // Adds what is new, so that it alone is read out. Returns what the voice has said.
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

  // Shows another page: all of its phone, and of its other panels what may have changed.
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

  // To the same control if it is still there, else to what comes next.
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
        if (passes) tell("");
        return { page, url: answer.url };
      }
      const reason = page.querySelector("main p");
      // A refusal is of what was done, and stays until something else is.
      tell(reason ? reason.textContent : `The stack answered ${answer.status}.`, !options);
    } catch {
      tell("The local stack does not answer. Is it still running?", true);
    }
    return null;
  }

  // One after the other: keys come in the order in which they were pressed. One that fails does not
  // keep the others from coming.
  let last = Promise.resolve();
  const inTurn = (act) => {
    last = last.then(act).catch((error) => {
      console.error(error);
      tell("Something went wrong on this page. Reload it.");
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
      // What comes after the end of a call is lost, as on any line.
      if (!form.isConnected) return;
      tell("");
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

  // Mail takes a moment after a release has been started, and one is soon followed by another. It is
  // looked for within a minute, the longer there was none, the less often.
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
    tell("");
    inTurn(renew);
  });
  // Something may have been decided on another page meanwhile.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) inTurn(renew);
  });
  if (location.hash === "#releases") awaitMail();
  wake();
})();
