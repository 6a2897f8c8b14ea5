"""Cache back ends."""

import logging
import time
from typing import ClassVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
# After a failure Redis is left alone for so many seconds, or every request would wait for it again.
PAUSE = 2.0


def _forgiving(name, default):
    """The method ``name``, answering ``default`` (a value, or called for a new one) without Redis."""

    def method(self, *args, **kwargs):
        if self.is_away:
            return default(*args, **kwargs) if callable(default) else default
        try:
            return getattr(super(ForgivingRedisCache, self), name)(*args, **kwargs)
        except (RedisError, OSError) as error:
            self.leave_alone(error)
            return default(*args, **kwargs) if callable(default) else default

    return method


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache that acts as an empty cache while Redis cannot be reached."""

    # By server and shared by all threads: each has its own instance, the failure is everybody's.
    _away_until: ClassVar[dict] = {}

    @property
    def is_away(self):
        return time.monotonic() < self._away_until.get(tuple(self._servers), 0)

    def leave_alone(self, error):
        logger.warning("Redis is away (%s): working without cache", error)
        self._away_until[tuple(self._servers)] = time.monotonic() + PAUSE

    get = _forgiving("get", lambda key, default=None, version=None: default)
    get_many = _forgiving("get_many", lambda *args, **kwargs: {})
    set_many = _forgiving("set_many", lambda *args, **kwargs: [])
    add = _forgiving("add", True)
    set = _forgiving("set", None)
    touch = _forgiving("touch", False)
    delete = _forgiving("delete", False)
    has_key = _forgiving("has_key", False)
    delete_many = _forgiving("delete_many", None)
    clear = _forgiving("clear", False)
