"""Applying on the public pages: what the form asks, and what keeps robots and accidents out.

Here is what a visitor types before it is an application; ``disclosure.services`` opens the cases.
Nothing here looks at rights: anybody may apply (条例 art. 27).
"""
