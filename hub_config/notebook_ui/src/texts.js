// The interface's sentences. The gettext catalogues are the only source: the server puts both languages into the
// page's configuration, so that switching needs no request. msgids are English and are marked with `_`.

/** `text` with `{name}` replaced by `values.name`; an unknown name stays as it is. */
export function format(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** `{_, language}`: `_(msgid, values)` is the sentence of `book` (msgid → text) with its values filled in. */
export function translator(book, language) {
  return { language, _: (msgid, values) => format(book[msgid] ?? msgid, values) };
}
