// Requests to our server extension, as JSON, with Jupyter's own token and XSRF header.

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What the server answered instead of what was asked: `sentence` is `{fr, ar}`, or null when it never answered. */
export class RequestFailed extends Error {
  constructor(sentence) {
    super('The request failed');
    this.sentence = sentence;
  }
}

export class Server {
  constructor(settings = ServerConnection.makeSettings()) {
    this._settings = settings;
  }

  /** Posts `body` to `barmaja/api/<name>`; the answer's JSON. Throws `RequestFailed`. */
  async post(name, body) {
    const url = URLExt.join(this._settings.baseUrl, 'barmaja', 'api', name);
    let response;
    try {
      response = await ServerConnection.makeRequest(url, { method: 'POST', body: JSON.stringify(body) }, this._settings);
    } catch {
      throw new RequestFailed(null);
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new RequestFailed(answer.sentence ?? null);
    }
    return answer;
  }

  /** An event for the class's page. A lost event never disturbs the lesson. */
  event(body) {
    this.post('events', body).catch(() => undefined);
  }
}
