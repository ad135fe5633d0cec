// Check: the visible tests of one exercise, run by `curriculum.learning` in the notebook's own kernel.

export const CHECK_MIME = 'application/vnd.barmaja.check+json';

/** Why no answer came: `kind` is `not-ready`, `stopped` or `broken`. */
export class CheckFailed extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/** JSON in ASCII: JavaScript's two-part letters would not join again inside a Python literal. */
const asciiJson = value =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  );

/** The Python call of the contract. The payload travels as one literal: a string in ASCII JSON is a Python string too. */
export const checkCode = payload =>
  `__import__("curriculum.learning").learning.check(${JSON.stringify(asciiJson(payload))})`;

/**
 * The result of checking `payload` in the kernel of `sessionContext`; waits for the kernel to be free. Throws
 * `CheckFailed`. History, execution counts and outputs of the notebook stay as they are.
 */
export async function check(sessionContext, payload) {
  const kernel = sessionContext.session?.kernel;
  if (!kernel || ['dead', 'unknown'].includes(kernel.status)) {
    throw new CheckFailed('not-ready');
  }
  const future = kernel.requestExecute({
    code: checkCode(payload),
    silent: true,
    store_history: false,
    allow_stdin: false
  });
  let result = null;
  future.onIOPub = message => {
    result = message.content?.data?.[CHECK_MIME] ?? result;
  };
  let reply;
  try {
    reply = await future.done;
  } catch {
    throw new CheckFailed('stopped'); // the kernel was restarted or died
  }
  if (result === null) {
    const stopped = reply.content.ename === 'KeyboardInterrupt' || reply.content.status === 'aborted';
    throw new CheckFailed(stopped ? 'stopped' : 'broken');
  }
  return result;
}
