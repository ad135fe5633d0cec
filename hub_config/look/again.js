// Follows the page's main link by itself after a while; a person may press it sooner.
const next = document.querySelector("[data-again]");
if (next) setTimeout(() => location.replace(next.href), Number(next.dataset.again) * 1000);
