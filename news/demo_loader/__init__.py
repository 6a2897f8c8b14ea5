"""The demo institution: reading its files, building it once, removing it again.

Texts and pictures live in ``news/demo``; the section tree and the home page's arrangement in the
two TOML files beside this one.
"""
