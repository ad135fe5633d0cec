// Counts the seconds of a lock-out down in the message; without this script the message simply stands.
const message = document.querySelector("[data-wait]");
const button = document.querySelector("form button");
if (message && button) {
  const total = message.dataset.wait;
  const words = message.querySelector("p");
  const number = [...words.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.includes(total));
  let left = Number(total);
  button.disabled = true;
  const timer = setInterval(() => {
    left -= 1;
    if (number) number.data = number.data.replace(/\d+/, String(Math.max(left, 0)));
    if (left <= 0) {
      clearInterval(timer);
      button.disabled = false;
      message.hidden = true;
    }
  }, 1000);
}
