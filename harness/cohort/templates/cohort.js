const rows = [...document.querySelectorAll("#all > tbody > tr")];

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let each = target?.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
  if (target?.hidden) find("");
  target?.scrollIntoView();
}

function sortBy(header) {
  const at = header.cellIndex, falls = header.ariaSort === "ascending";
  const isNumber = header.classList.contains("number");
  const words = new Intl.Collator(undefined, { numeric: true });
  const keys = new Map(rows.map(row => {
    const text = row.cells[at].textContent;
    return [row, isNumber ? parseFloat(text) || 0 : text];
  }));
  rows.sort((a, b) => isNumber ? keys.get(a) - keys.get(b) : words.compare(keys.get(a), keys.get(b)));
  if (falls) rows.reverse();
  for (const each of header.parentElement.cells) each.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", falls ? "descending" : "ascending");
  document.querySelector("#all > tbody").append(...rows);
}

function find(words) {
  const sought = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.says ??= [...row.cells].map(cell => cell.textContent + " " + (cell.firstElementChild?.ariaLabel ?? ""))
      .join(" ").toLocaleLowerCase();
    row.hidden = !sought.every(word => row.says.includes(word));
    shown += !row.hidden;
  }
  document.getElementById("filter").value = words;
  document.querySelector("[role=status]").textContent = sought.length ? `${shown} of ${rows.length}` : "";
}

if (rows.length) {
  for (const header of document.querySelectorAll("#all > thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(header));
    header.append(button);
  }
  const filter = document.getElementById("filter");
  filter.hidden = false;
  filter.addEventListener("input", () => find(filter.value));
}
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();
