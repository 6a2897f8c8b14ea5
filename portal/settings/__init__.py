"""Settings: ``base`` holds what never changes, ``local``, ``test`` and ``production`` what does.

Everything an operator may set comes from the environment and is listed in ``docs/settings.md``.
"""
