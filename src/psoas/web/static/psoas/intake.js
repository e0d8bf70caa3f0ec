// "None of these" and the other boxes of its list put each other out. Without this, the server says so.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked || !box.form) return;
  for (const other of box.form.querySelectorAll(`input[name="${box.name}"]`)) {
    if (other !== box && (box.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false;
  }
});
