// Submit: the work is saved, handed in, and the receipt is shown; when it fails the pupil reads that nothing is lost.

import { element } from './dom';
import { RequestFailed } from './server';

const value = text => element('bdi', { textContent: text });

/** A sentence with `{receipt}` or `{time}` in it, these isolated from the direction of the text around them. */
function withValues(text, values) {
  return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? value(values[part]) : part));
}

/** The lines of a receipt `{number, when: {ar, fr}, counts, deadline: {ar, fr} | null}`. */
export function receiptLines(receipt) {
  return ({ _, language }) => [
    withValues(_('Your work is handed in. Receipt {receipt}, {time}.'), {
      receipt: receipt.number,
      time: receipt.when[language]
    }),
    [receipt.counts ? _('This is the one that counts.') : _('The deadline has passed: an earlier one counts, and your teacher sees this one too.')],
    receipt.deadline
      ? withValues(_('You can submit again until {time}: the last one counts.'), { time: receipt.deadline[language] })
      : [_('You can submit again: the last one counts.')]
  ];
}

const unsaved = ({ _ }) => [[_('Your work could not be saved, so it was not handed in. Keep this page open and try again in a moment.')]];
const unanswered = ({ _ }) => [[_('Your work is saved, but it could not be handed in: there is no connection. Try again in a moment.')]];
const waiting = ({ _ }) => [[_('Handing in…')]];

/** Saves, hands in, and shows in `notice` how it went. Never throws for what a pupil can meet. */
export async function submit({ context, course, lesson, server, notice }) {
  notice.show({ kind: 'waiting', lines: waiting });
  try {
    await context.save();
  } catch {
    notice.show({ kind: 'wrong', lines: unsaved });
    return;
  }
  if (context.model.dirty) {
    notice.show({ kind: 'wrong', lines: unsaved });
    return;
  }
  try {
    const { receipt } = await server.post('submit', { course, lesson });
    notice.show({ kind: 'done', lines: receiptLines(receipt) });
  } catch (error) {
    if (!(error instanceof RequestFailed)) {
      throw error;
    }
    const said = error.sentence;
    notice.show({ kind: 'wrong', lines: said ? ({ language }) => [[said[language]]] : unanswered });
  }
}
