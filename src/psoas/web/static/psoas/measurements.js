// Measurements: steppers beside the number fields, and a word when saving fails. htmx saves on change.
document.documentElement.classList.add("scripted");

let waiting;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = button.closest(".number-field").querySelector(".measured");
  const minimum = Number(field.dataset.minimum), maximum = Number(field.dataset.maximum);
  const typed = Number(field.value.replace(",", ".").replace("−", "-"));
  const from = Number.isNaN(typed) ? Math.max(minimum, 0) : typed;
  const next = Math.min(Math.max(from + Number(button.dataset.step), minimum), maximum);
  field.value = String(Math.round(next * 100) / 100);
  clearTimeout(waiting);
  waiting = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), 500);
});

// The message beside a field comes with the answer; the field itself stays, so it is marked here.
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const field of document.querySelectorAll(".measured")) {
    const message = document.getElementById(`${field.id}-told`);
    if (message?.textContent.trim()) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  event.target.closest("form")?.querySelector(".saved")?.classList.remove("failed");
});

document.addEventListener("htmx:sendError", (event) => notSaved(event.target));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 422) notSaved(event.target);
});

function notSaved(element) {
  const line = element.closest("form")?.querySelector(".saved");
  line?.classList.add("failed");
  if (line) line.textContent = "Not saved: the server did not answer. Change the value again, or reload the page.";
}
