"""The folder that Jupyter takes Arabic from (entry point ``jupyterlab.languagepack``); its files are made by ``language_pack``."""
