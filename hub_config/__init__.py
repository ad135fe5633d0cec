"""The deployment: hub, sign-in, pages, the notebook's interface, and the command ``barmaja``, which knows all parts."""
