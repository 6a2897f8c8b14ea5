"""Values kept in memory for as long as the content version stands.

``@snapshot`` turns a function without arguments into one that is computed once per process and
content version. The value must be immutable or treated as such: all threads share it.
"""

from functools import wraps

from portal import content_version


def snapshot(build):
    """Cache ``build()`` per process until the content version changes.

    Token and value are swapped as one tuple, so a reader never sees a mixed pair. Two threads may
    build the same value at once; that is cheaper than making every reader wait on a lock.
    """
    held = [(None, None)]

    @wraps(build)
    def get():
        token = content_version.current()
        held_token, value = held[0]
        if held_token != token:
            value = build()
            held[0] = (token, value)
        return value

    return get
