// Counts the seconds of a lock-out down on the button; without this script the message simply says how long.
const message = document.querySelector("[data-wait]");
const button = document.querySelector("main form button");
if (message && button) {
  const label = button.textContent;
  let left = Number(message.dataset.wait);
  const show = () => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${label} (${left})` : label;
    if (left > 0) setTimeout(show, 1000);
    else message.hidden = true;
    left -= 1;
  };
  show();
}
