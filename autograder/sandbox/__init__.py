"""Where a pupil's program runs apart from everything else.

Empty until programs are separated: see README, "What is not separated yet".
"""
