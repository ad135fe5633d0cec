"""Where Jupyter finds our French (entry point ``jupyterlab.languagepack``); its files are made by ``language_pack``."""
