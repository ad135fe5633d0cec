"""The pupil's pages: the map of lessons and the feedback given back."""
