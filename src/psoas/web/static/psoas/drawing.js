// Drawing with a finger, a pen or a mouse. Each line is saved when the finger is lifted; the server answers
// with everything that is drawn, and in words where it is. Without this, places are chosen from the list.
const form = document.getElementById("drawing");
const chart = document.getElementById("chart");
const sheet = chart.querySelector(".sheet");
const pictures = sheet.querySelectorAll(":scope > svg");
const marks = document.getElementById("marks");
const line = document.getElementById("line");
const problem = document.getElementById("lines-problem");
const phone = window.matchMedia("(max-width: 640px)");
const LEAST_STEP = 1.2; // chart units between two points
const ZOOMS = { whole: [-16, 552], hips: [104, 200], legs: [214, 322] };
const SIDES = { front: 0, back: 220 };

const shown = { side: "back", zoom: "whole" };
let points = [];
let pointer = null;
let saving = Promise.resolve();
let unsaved = 0;

function look() {
  const [top, height] = ZOOMS[shown.zoom];
  const isWide = !phone.matches && shown.zoom === "whole";
  const box = isWide ? `0 ${top} 440 ${height}` : `${SIDES[shown.side]} ${top} 220 ${height}`;
  for (const picture of pictures) picture.setAttribute("viewBox", box);
  sheet.style.aspectRatio = `${isWide ? 440 : 220} / ${height}`;
  for (const button of form.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === shown.side));
    button.hidden = isWide;
  }
  for (const button of form.querySelectorAll("[data-zoom]")) {
    button.setAttribute("aria-pressed", String(button.dataset.zoom === shown.zoom));
  }
}

function place(event) {
  const found = new DOMPoint(event.clientX, event.clientY).matrixTransform(line.getScreenCTM().inverse());
  return [Math.round(found.x * 10) / 10, Math.round(found.y * 10) / 10];
}

function draw() {
  const [first, ...rest] = points;
  const end = rest.length ? rest : [[first[0] + 0.1, first[1]]];
  line.setAttribute("d", `M${first.join(",")} L${end.map((one) => one.join(",")).join(" ")}`);
}

function show(paths) {
  marks.replaceChildren(...paths.map((one) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", one.d);
    path.setAttribute("clip-path", `url(#inside-${one.view})`);
    return path;
  }));
}

function send(body) {
  unsaved += 1;
  saving = saving.then(async () => {
    try {
      const answer = await fetch(form.dataset.lines, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(body),
      });
      const told = await answer.json();
      problem.textContent = told.error ?? "";
      if (told.error) return;
      show(told.paths);
      document.getElementById("where").textContent = told.where;
      document.getElementById("saved").textContent = told.saved;
    } catch {
      problem.textContent = form.dataset.lost;
    } finally {
      unsaved -= 1;
      if (pointer === null) line.setAttribute("d", "");
    }
  });
}

chart.addEventListener("pointerdown", (event) => {
  if (pointer !== null || event.button > 0) return;
  event.preventDefault();
  pointer = event.pointerId;
  chart.setPointerCapture(pointer);
  points = [place(event)];
  draw();
});
chart.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer) return;
  const [x, y] = place(event);
  const [lastX, lastY] = points.at(-1);
  if (Math.hypot(x - lastX, y - lastY) < LEAST_STEP) return;
  points.push([x, y]);
  draw();
});
chart.addEventListener("pointerup", (event) => {
  if (event.pointerId !== pointer) return;
  pointer = null;
  send({ do: "add", line: points });
});
chart.addEventListener("pointercancel", (event) => {
  if (event.pointerId !== pointer) return;
  pointer = null;
  line.setAttribute("d", "");
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[type=button]");
  if (!button) return;
  if (button.dataset.show) shown.side = button.dataset.show;
  if (button.dataset.zoom) shown.zoom = button.dataset.zoom;
  if (button.id === "undo") send({ do: "undo" });
  if (button.id === "clear" && window.confirm(form.dataset.sure)) send({ do: "clear" });
  look();
});
form.addEventListener("submit", (event) => {
  if (!unsaved) return;
  event.preventDefault(); // what is being saved comes first
  const submitter = event.submitter;
  saving.then(() => setTimeout(() => form.requestSubmit(submitter)));
});
phone.addEventListener("change", look);

form.classList.add("can-draw");
for (const part of form.querySelectorAll("[data-drawing]")) part.hidden = false;
const places = form.querySelector(".places");
if (!places.querySelector(":checked, .wrong")) places.open = false;
look();
