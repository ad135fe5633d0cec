"""One's own account: language, password or secret code."""
