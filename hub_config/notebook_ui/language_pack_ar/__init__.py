"""Where Jupyter finds Arabic (entry point ``jupyterlab.languagepack``); its files are made by ``language_pack``."""
