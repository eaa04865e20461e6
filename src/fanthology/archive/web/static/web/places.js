// "Continue reading" for who has no account: what this browser kept. It runs where it stands, before the rest of the
// page is drawn, so nothing jumps.
"use strict";
(() => {
  const here = document.currentScript;
  let places = [];
  try {
    places = Object.values(JSON.parse(localStorage.getItem("fanthology-places")) ?? {});
  } catch { /* nothing is kept, or what is kept is not ours */ }
  places = places.filter(one => /^\/works\//.test(one?.address)).sort((one, other) => other.at - one.at).slice(0, 3);
  if (!places.length) return;
  const section = document.createElement("section");
  section.className = "continue";
  section.setAttribute("aria-labelledby", "continue");
  const head = document.createElement("h2");
  head.id = "continue";
  head.textContent = "Continue reading";
  const list = document.createElement("ul");
  for (const place of places) {
    const row = document.createElement("li"), link = document.createElement("a"), button = document.createElement("button");
    link.href = `${place.address}/chapters/${Number(place.chapter) || 1}#${encodeURIComponent(place.block ?? "")}`;
    link.textContent = place.title;
    button.className = "as-link";
    button.textContent = "Forget";
    button.setAttribute("aria-label", `Forget where I was in ${place.title}`);
    button.addEventListener("click", () => {
      const left = Object.entries(JSON.parse(localStorage.getItem("fanthology-places"))).filter(([, one]) => one.address !== place.address);
      localStorage.setItem("fanthology-places", JSON.stringify(Object.fromEntries(left)));
      row.remove();
    });
    row.append(link, " ", button);
    list.append(row);
  }
  section.append(head, list);
  here.after(section);
})();
