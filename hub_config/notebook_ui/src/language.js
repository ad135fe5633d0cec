// The language of the page: one of ar and fr for the interface, and whether the lesson's text is shown in both.

import { translator } from './texts';

export const LANGUAGES = ['ar', 'fr'];
const COOKIE = 'barmaja-language';

/** The language in the cookie of this browser, else `fallback`. */
function rememberedLanguage(fallback) {
  const found = document.cookie.split('; ').find(pair => pair.startsWith(`${COOKIE}=`));
  const language = found?.split('=')[1];
  return LANGUAGES.includes(language) ? language : fallback;
}

/**
 * Holds the choice, writes it on `<html lang dir>` and on the body, and tells listeners.
 * Nothing is reloaded and no notebook is touched: style rules show and hide what is there already.
 */
export class Language {
  constructor({ language, both, texts }, remember) {
    this._remember = remember;
    this._translators = Object.fromEntries(LANGUAGES.map(name => [name, translator(texts[name], name)]));
    this._listeners = new Set();
    this.current = rememberedLanguage(language);
    this.both = Boolean(both);
  }

  /** `{_, language}` of the interface's language now. */
  get words() {
    return this._translators[this.current];
  }

  /** The languages a sentence of the lesson is shown in, the interface's first. */
  get shown() {
    return this.both ? [this.current, ...LANGUAGES.filter(name => name !== this.current)] : [this.current];
  }

  /** Calls `listener(words)` now and at every change; gives back the function that ends it. */
  follow(listener) {
    this._listeners.add(listener);
    listener(this.words);
    return () => this._listeners.delete(listener);
  }

  /** `choice` is `ar`, `fr` or `both` (which keeps the interface's language); it is shown at once, then remembered. */
  choose(choice) {
    this.both = choice === 'both';
    if (!this.both) {
      this.current = choice;
      document.cookie = `${COOKIE}=${choice}; path=/; max-age=31536000; SameSite=Lax`;
    }
    this.apply();
    this._remember(this.current, this.both);
  }

  apply() {
    const { documentElement: root, body } = document;
    root.lang = this.current;
    root.dir = this.current === 'ar' ? 'rtl' : 'ltr';
    body.classList.add('barmaja');
    body.dataset.barmajaText = this.both ? 'both' : this.current;
    this._listeners.forEach(listener => listener(this.words));
  }
}
