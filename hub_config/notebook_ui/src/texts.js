// The interface's sentences. The gettext catalogues are the only source: the server puts both languages into the
// page's configuration, so that switching needs no request. msgids are English and are marked with `_` and `_n`.

const ARABIC_FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** The index of the plural form of `count`: gettext's order is CLDR's in Arabic; French has one form up to 1. */
export function pluralIndex(language, count) {
  if (language === 'ar') {
    return ARABIC_FORMS.indexOf(new Intl.PluralRules('ar').select(count));
  }
  return language === 'fr' ? Number(count > 1) : Number(count !== 1);
}

/** `text` with `{name}` replaced by `values.name`; an unknown name stays as it is. */
export function format(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** `{_, _n}` for one language: `book` maps a msgid to its text, or to its plural forms. */
export function translator(book, language) {
  return {
    language,
    _: (msgid, values) => format(book[msgid] ?? msgid, values),
    _n: (one, many, count) => {
      const forms = book[one] ?? [one, many];
      const text = forms[pluralIndex(language, count)] ?? forms[forms.length - 1];
      return format(text, { count });
    }
  };
}
