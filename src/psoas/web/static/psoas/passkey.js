// Shows what needs a passkey where the browser has them, and says what went wrong in plain words.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
} else {
  say("This browser cannot use passkeys on this page.");
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const wasCancelled = event.detail.exception && event.detail.exception.name === "NotAllowedError";
  const isKnown = event.detail.exception && event.detail.exception.name === "InvalidStateError";
  say(wasCancelled ? "Nothing was confirmed on the device. Try again, or use another way."
    : isKnown ? "This device has a passkey of yours already."
    : "The passkey did not work. Try again, or use another way.");
});
function say(text) {
  for (const place of document.querySelectorAll("[data-passkey-error]")) place.textContent = text;
}
