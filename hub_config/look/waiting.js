// Follows JupyterHub's progress events while a server starts, and opens the page when it is ready.
const waiting = document.getElementById("waiting");
const words = document.getElementById("waiting-words");
const bar = document.getElementById("waiting-bar");
const events = new EventSource(waiting.dataset.progress);

events.onmessage = (event) => {
  const news = JSON.parse(event.data);
  if (news.failed) {
    events.close();
    words.textContent = waiting.dataset.failed;
    bar.hidden = true;
    document.getElementById("waiting-again").hidden = false;
    return;
  }
  if (news.progress !== undefined) bar.value = Math.max(bar.value, news.progress);
  if (news.ready) {
    events.close();
    location.reload();
  } else if (news.barmaja) {
    words.textContent = news.message;
  }
};

events.onerror = () => {
  events.close();
  setTimeout(() => location.reload(), 2000);
};
