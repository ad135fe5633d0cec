"""Lessons in, notebooks out; a school's roster; gradebooks in, school progress out."""
