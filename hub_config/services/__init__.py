"""The hub-managed service ``school``: the school's pages, its class events and its exchange, in one process."""
