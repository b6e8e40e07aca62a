const filter = document.querySelector(".filter");

function show() {
  const chosen = location.hash === "#broken" ? "#broken" : "#all";
  document.documentElement.classList.toggle("only-broken", chosen === "#broken");
  for (const link of filter.querySelectorAll("a")) {
    if (link.hash === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

filter.hidden = false;
addEventListener("hashchange", show);
show();
