/* What every page needs: light or dark as the reader chose it, known before anything is drawn (so this is loaded first
   in the body); the search form, which under the site's policy may not make a request of its own; and a list of pages
   that shows where the reader is. */

document.documentElement.classList.remove("no-js");
try {
    document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {  // a browser that keeps nothing
    document.body.dataset.theme = "auto";
}

document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("role") !== "search") return;
    event.preventDefault();
    location.assign(`${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`);
});

document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector(".sidebar-scroll");
    const here = list?.querySelector(".current-page > a");
    if (!here) return;
    const below = here.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
    if (below > -40) list.scrollTop += below + list.clientHeight / 2;
});

// The lists that open over a narrow page close by Escape, and the focus goes back to what opened them.
document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".sidebar-toggle:checked");
    if (!open) return;
    open.checked = false;
    open.focus();
});
