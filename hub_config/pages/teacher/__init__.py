"""The teacher's pages: the class, one lesson of it, its pupils."""
