// Names while they are typed, for every field with data-suggest="KIND" (or "#id" of the field that says the kind).
// data-suggest-fandom="id,id": names of these fandoms come first. data-suggest-many: a name a line, or with commas
// between. data-suggest-go: choosing one leads to the address in the form's "next", with that name asked for.
//
// Without an answer from the server a field is what it was. The pattern is ARIA 1.2's combobox; a field of several
// lines may not be called one, and is told of its list by the status instead.
"use strict";
(() => {
  const KINDS = new Set(["fandom", "character", "relationship", "freeform", "warning", "category", "creator", "series"]);
  const WAIT = 120; // milliseconds without a key before the server is asked
  const PLACE = /\s*#\d*\s*$/; // a work's place in a series

  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  let made = 0;

  function element(name, className, text) {
    const one = document.createElement(name);
    if (className) one.className = className;
    one.textContent = text;
    return one;
  }

  function attach(field) {
    const several = "suggestMany" in field.dataset;
    const lines = field.tagName === "TEXTAREA";
    const list = element("ul", "suggestions", "");
    list.id = `suggestions-${++made}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Names");
    list.hidden = true;
    field.after(list);
    let names = [], active = -1, timer = 0, asking = null;

    if (!lines) field.setAttribute("role", "combobox");
    field.setAttribute(lines ? "aria-haspopup" : "aria-expanded", lines ? "listbox" : "false");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.autocomplete = "off";

    /** Where in the field the name stands that is being typed. */
    function piece() {
      const value = field.value, at = field.selectionStart ?? value.length, mark = lines ? "\n" : ",";
      if (!several) return { start: 0, end: value.length, text: value.trim() };
      const before = value.lastIndexOf(mark, at - 1) + 1, after = value.indexOf(mark, at);
      const end = after < 0 ? value.length : after, whole = value.slice(before, end);
      const start = before + whole.length - whole.trimStart().length;
      return { start, end, text: value.slice(start, end).replace(PLACE, "").trim() };
    }

    function kind() {
      const told = field.dataset.suggest;
      return told.startsWith("#") ? document.getElementById(told.slice(1))?.value : told;
    }

    function forget() {
      clearTimeout(timer);
      asking?.abort();
      asking = null;
    }

    function close() {
      forget();
      names = [];
      mark(-1);
      list.hidden = true;
      list.replaceChildren();
      if (!lines) field.setAttribute("aria-expanded", "false");
      status.textContent = "";
    }

    async function ask() {
      forget();
      const { text } = piece(), of = kind();
      if (!text || !KINDS.has(of)) return close();
      const query = new URLSearchParams({ q: text });
      if (field.dataset.suggestFandom) query.set("fandom", field.dataset.suggestFandom);
      const mine = (asking = new AbortController());
      try {
        const answer = await fetch(`/suggest/${of}?${query}`, { signal: mine.signal });
        const found = answer.ok ? (await answer.json()).names : [];
        if (mine === asking && document.activeElement === field) show(found, text);
      } catch {
        if (mine === asking) close();
      }
    }

    function show(found, text) {
      if (!found.length || (found.length === 1 && found[0].name === text)) return close();
      // who is among the names already stays there when one more letter leaves the same names
      const same = !list.hidden && found.map(one => one.id).join() === names.map(one => one.id).join();
      const place = same ? active : -1;
      names = found;
      list.replaceChildren(...found.map(option));
      list.hidden = false;
      list.scrollTop = 0;
      list.style.left = `${field.offsetLeft}px`;
      list.style.top = `${field.offsetTop + field.offsetHeight}px`;
      list.style.width = `${field.offsetWidth}px`;
      if (!lines) field.setAttribute("aria-expanded", "true");
      mark(place);
      status.textContent = `${names.length} ${names.length === 1 ? "name" : "names"}; the arrow keys lead to them.`;
    }

    function option(one, place) {
      const row = element("li", "", "");
      row.id = `${list.id}-${place}`;
      row.setAttribute("role", "option");
      const name = element("span", "name", one.name);
      if (one.via) name.append(" ", element("span", "via", `also called ${one.via}`));
      row.append(name, " ", element("span", "count", `${one.works.toLocaleString("en")} ${one.works === 1 ? "work" : "works"}`));
      row.addEventListener("mousedown", event => event.preventDefault()); // the field keeps the focus
      row.addEventListener("click", () => choose(place));
      return row;
    }

    function mark(place) {
      active = place;
      [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === place)));
      if (place < 0) return field.removeAttribute("aria-activedescendant");
      field.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }

    function choose(place) {
      if ("suggestGo" in field.dataset) return go(names[place]);
      const { start, end } = piece();
      field.setRangeText(names[place].name, start, end, "end");
      close();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }

    /** To the list that the form leads back to, with the name asked for. */
    function go(one) {
      const address = new URL(field.form.elements.next.value, location.href);
      ["page", "after", "before"].forEach(place => address.searchParams.delete(place));
      address.searchParams.append(kind(), one.id);
      location.assign(address);
    }

    field.addEventListener("input", event => {
      clearTimeout(timer);
      if (!list.hidden) mark(-1);
      if (!event.isComposing) timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", event => {
      if (event.isComposing) return;
      const open = !list.hidden, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && open) {
        // one step beyond either end leads back to what was typed
        mark((active + 1 + step + names.length + 1) % (names.length + 1) - 1);
      } else if (event.key === "ArrowDown" && !lines) {
        ask();
      } else if (event.key === "Enter" && open && active >= 0) {
        choose(active);
      } else if (event.key === "Escape" && open) {
        close();
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  document.querySelector("main").append(status);
  document.querySelectorAll("[data-suggest]").forEach(attach);
})();
