"""The coordinator's page: how far each class is in each lesson, without any pupil's name."""
