"""Fixtures of this room's tests."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from tests.factories import make_article, make_section
from tests.files import pdf


def png(color="steelblue", size=(640, 360)) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def picture(db):
    from portal.pictures import create_picture

    return create_picture(ContentFile(png(), name="a.png"), title="测试图片", shape="wide")


@pytest.fixture
def topic(db):
    """A topic without blocks, at /dnzt/yiqi.html."""
    from news.models import Topic
    from tests.factories import make_section

    archive = make_section("当年专题", slug="dnzt", kind="topics")
    return Topic.objects.create(title="仪器共享", slug="yiqi", section=archive, year=2026)


def _local(*parts):
    return timezone.make_aware(datetime(*parts))


@pytest.fixture
def findable(db):
    """Hits of every kind, in several sections and years."""
    from news.models import Topic
    from news.services.attachments import attach
    from portal.models import Department, Person

    research = make_section("科技创新", slug="kjcx")
    news = make_section("科创动态", slug="kcdt", parent=research)
    rules = make_section("政策文件", slug="zcwj")
    make_section("部门设置", slug="bmsz", kind="departments")
    topics = make_section("专题", slug="zt", kind="topics")
    make_section("开放共享平台", slug="pt", kind="page", parent=research)
    title = "仪器开放共享平台上线"
    article = make_article(news, title, days_ago=2, keywords="开放共享，科研仪器，机时")
    make_article(news, "机组工程师的一天", days_ago=20, body="<p>他说，开放共享意味着准备。</p>")
    make_article(rules, "开放共享管理办法", published_at=_local(2024, 3, 5), keywords="科研仪器")
    make_article(rules, "开放共享收费标准", published_at=_local(2023, 12, 31, 23, 59))
    make_article(rules, "毫不相干", days_ago=1, body="<p>仪器</p>")
    attach(article, pdf("开放共享申报表.pdf"))
    Topic.objects.create(title="开放共享专题", slug="t", section=topics, year=2026)
    Person.objects.create(name="沈砚清", post="主任", duties="主持开放共享工作")
    Department.objects.create(name="开放共享处")
    return {"article": article, "news": news, "rules": rules, "title": title}
