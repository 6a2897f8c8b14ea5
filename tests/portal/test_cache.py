"""The portal works with Redis, and goes on working without it."""

import os
import uuid

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from portal.cache import ForgivingRedisCache


@pytest.mark.redis
def test_redis_keeps_values(redis_url):
    cache = ForgivingRedisCache(redis_url, {"KEY_PREFIX": uuid.uuid4().hex})
    cache.set("page", (200, {"ETag": '"1"'}, b"body"), 30)
    assert cache.get("page") == (200, {"ETag": '"1"'}, b"body")
    assert cache.delete("page")
    assert cache.get("page", "gone") == "gone"


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="REDIS_URL is not set")
def test_the_suite_uses_redis_where_it_is_named():
    assert isinstance(caches["default"], RedisCache)


def test_without_redis_the_cache_is_empty_instead_of_failing():
    away = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    away.set("page", 1)
    assert away.get("page", "default") == "default"
    assert away.get_many(["page"]) == {}
    assert away.add("page", 1) is True
    assert away.delete("page") is False
    assert away.touch("page") is False
    assert away.set_many({"page": 1}) == []
    away.delete_many(["page"])
    assert away.clear() is False
    assert away.has_key("page") is False
