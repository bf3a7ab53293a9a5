"""The working tools as pure functions: what a reader fills in, and what follows from it.

Each module holds one tool: a model of its saved content and the functions that answer. The
front ends in :mod:`slik.widgets` give the same answers in the browser; fixtures in
``tests/fixtures`` are run against both.
"""
