"""The pages of the pupil, the teacher and the coordinator: models, templates, styles."""
