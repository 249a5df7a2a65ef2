/* Comfort only: every page and every step works without this file. */
(function () {
  "use strict";

  var keysOff = document.body.dataset.keys === "off" || readSetting() === "off";
  var help = document.getElementById("keys");
  var waitingForGo = 0;

  function readSetting() {
    try { return localStorage.getItem("keys"); } catch (error) { return null; }
  }

  function keepSetting(value) {
    try { localStorage.setItem("keys", value); } catch (error) { /* for this page only */ }
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function rows() {
    return Array.from(document.querySelectorAll("main .task, main .hit, main .tbl tbody tr"))
      .filter(function (row) { return row.querySelector("a[href]"); });
  }

  function moveInList(step) {
    var all = rows();
    if (!all.length) { return; }
    var at = all.findIndex(function (row) { return row.contains(document.activeElement); });
    var next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    next.querySelector("h2 a[href], h3 a[href], th a[href], a[href]").focus();
  }

  /* The pages a letter opens are those of the rail: whoever has no such page has no such key. */
  function linkOf(letter) {
    return Array.from(document.querySelectorAll(".rail a[data-letter]"))
      .find(function (link) { return link.dataset.letter === letter; });
  }

  /* The list of keys names only what this page has. */
  function showHelp() {
    help.querySelectorAll("[data-needs]").forEach(function (line) {
      var needs = line.dataset.needs;
      line.hidden = needs === "rows" ? !rows().length : !document.querySelector(needs);
    });
    help.querySelector("#keys-on").checked = !keysOff;
    help.showModal();
  }

  document.addEventListener("keydown", function (event) {
    if (keysOff || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) { return; }
    if (help && help.open) { return; }
    var page = waitingForGo && Date.now() - waitingForGo < 1500 && linkOf(event.key);
    waitingForGo = event.key === "g" ? Date.now() : 0;
    if (page) {
      window.location.assign(page.href);
    } else if (event.key === "/") {
      var search = document.getElementById("q-global");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?" && help) {
      event.preventDefault();
      showHelp();
    } else if (event.key === "j") {
      moveInList(1);
    } else if (event.key === "k") {
      moveInList(-1);
    }
  });

  if (help) {
    help.querySelector("#keys-on").addEventListener("change", function (event) {
      keysOff = !event.target.checked;
      keepSetting(keysOff ? "off" : "on");
    });
    document.querySelectorAll("[data-opens=keys]").forEach(function (button) {
      button.parentElement.hidden = false;
      button.addEventListener("click", function () {
        button.closest("details").open = false;
        showHelp();
      });
    });
  }

  /* A second click on the same button does nothing. The button stays enabled until the
     form has been read, so that its own name and value are sent. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () {
      form.querySelectorAll("button[type=submit], button:not([type])").forEach(function (button) {
        button.setAttribute("aria-disabled", "true");
        button.classList.add("htmx-request");
      });
    }, 0);
    /* A step that answers with a file leaves the page as it is. */
    window.setTimeout(function () { release(form); }, 8000);
  });

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
      button.classList.remove("htmx-request");
    });
  }

  /* Back button: a page out of the browser's memory must be usable again. */
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  /* After an error the summary is read first. */
  function focusSummary(root) {
    var summary = root.querySelector("#error-summary");
    if (summary) { summary.focus(); }
  }
  focusSummary(document);

  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form[data-sent]");
    if (form) { release(form); }
  });
  document.addEventListener("htmx:afterSwap", function (event) { focusSummary(event.target); });
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  function failed() {
    var place = document.getElementById("messages");
    if (!place) { return; }
    var note = document.createElement("div");
    var text = document.createElement("p");
    note.className = "note t-seal";
    text.textContent = document.documentElement.lang === "en"
      ? "Not saved. Try again; what you typed is still here."
      : "Chưa lưu được. Thử lại; nội dung đã nhập vẫn còn nguyên.";
    note.append(text);
    place.replaceChildren(note);
  }

  /* The account menu closes by Escape and by a click elsewhere. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.account[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener("keyup", function (event) {
    var menu = event.key === "Escape" && document.querySelector("details.account[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
