// The case page: says what it already shows, so that only what changed is sent; sliders; shortcuts.
const root = document.documentElement;
root.classList.add("scripted");

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");
const rowOf = (finding) => document.getElementById(`row-${finding}`);

function show(row) {
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
}

document.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = event.detail;
  parameters.have = [...document.querySelectorAll("[data-digest]")].map((one) => one.dataset.digest).join(",");
  parameters.open = [...document.querySelectorAll("details[open][data-part]")].map((one) => one.dataset.part).join(",");
});

// A finding that stands on the page already is shown, not added a second time.
document.addEventListener("htmx:beforeRequest", (event) => {
  const row = event.target.dataset.adds && rowOf(event.target.dataset.adds);
  if (row) {
    event.preventDefault();
    show(row);
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  const adds = event.detail.requestConfig?.elt?.dataset?.adds;
  if (adds && rowOf(adds)) show(rowOf(adds));
});

// The one thing that interrupts: an emergency that has just come up.
let seen = document.querySelector("[data-emergency]")?.dataset.emergency;
document.addEventListener("htmx:afterSettle", () => {
  const emergency = document.querySelector("[data-emergency]");
  if (emergency && emergency.dataset.emergency !== seen) {
    document.getElementById("flags").scrollIntoView();
    emergency.focus({ preventScroll: true });
  }
  seen = emergency?.dataset.emergency;
});

document.addEventListener("htmx:sendError", (event) => notSaved(event.target));
document.addEventListener("htmx:responseError", (event) => notSaved(event.target));

function notSaved(element) {
  const line = element.closest("[data-row]")?.querySelector(".recorded");
  if (line) line.textContent = "Not saved: the server did not answer. Tap again.";
}

// Sliders and steppers write into the number field; the field is what is sent.
document.addEventListener("input", (event) => {
  const slider = event.target.closest(".slider");
  if (slider) slider.closest(".measure").querySelector(".measured").value = slider.value;
  const field = event.target.closest(".measured");
  if (field) field.closest(".measure").querySelector(".slider").value = field.value;
});
let waiting;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step], [data-clear]");
  if (!button) return;
  const field = button.closest(".measure").querySelector(".measured");
  const { minimum, maximum } = field.dataset;
  const from = field.value === "" ? button.closest(".measure").querySelector(".slider").value : field.value;
  const next = Math.min(Math.max(Number(from) + Number(button.dataset.step), Number(minimum)), Number(maximum));
  field.value = "clear" in button.dataset ? "" : next;
  clearTimeout(waiting);
  waiting = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), 300);
});

// "None of these" stands alone.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type !== "checkbox" || box.name !== "ticked" || !box.checked) return;
  for (const other of box.form.querySelectorAll("input[name=ticked]")) {
    if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
  }
});

// Shortcuts: only while no field has the focus, and only while they are switched on.
const KEY = "psoas-shortcuts";
const toggle = document.getElementById("shortcuts");
toggle.checked = localStorage.getItem(KEY) !== "off";
toggle.addEventListener("change", () => localStorage.setItem(KEY, toggle.checked ? "on" : "off"));

const places = { c: "contributors", e: "examination", s: "story" };
let goes = false;

function current() {
  return document.activeElement.closest("[data-row]");
}

function step(by) {
  const rows = [...document.querySelectorAll(".examination [data-row]")];
  const here = rows.indexOf(current());
  const row = rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)];
  if (row) show(row);
}

function nextOpen() {
  const rows = [...document.querySelectorAll(".examination [data-row]")];
  const isOpen = (row) => [...row.querySelectorAll(".side")].some((side) =>
    side.querySelector(".segment.none input")?.checked ?? side.querySelector(".measured").value === "");
  const here = rows.indexOf(current());
  const row = rows.slice(here + 1).find(isOpen) ?? rows.find(isOpen);
  if (row) show(row);
}

function tap(row, place, isSecondSide) {
  const sides = row.querySelectorAll(".side");
  const side = sides[isSecondSide && sides.length > 1 ? 1 : 0];
  const choice = side.querySelectorAll("input[type=radio]")[place - 1];
  if (choice) choice.click();
  else if (!side.querySelector("input[type=radio]")) side.querySelector(".measured").focus();
}

document.addEventListener("keydown", (event) => {
  if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const row = current();
  const digit = event.code.match(/^(?:Digit|Numpad)([1-9])$/)?.[1];
  if (goes) {
    goes = false;
    const place = places[event.key];
    if (place) document.getElementById(place).scrollIntoView();
    else if (event.key === "p") document.querySelector('.visit-tabs a[href*="/plan"]')?.click();
    return;
  }
  if (event.key === "g") goes = true;
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "n") nextOpen();
  else if (event.key === "/") document.getElementById("q")?.focus();
  else if (event.key === "?") {
    const keys = document.querySelector(".keys");
    keys.open = true;
    keys.scrollIntoView();
  } else if (digit && row) tap(row, Number(digit), event.shiftKey);
  else return;
  event.preventDefault();
});
