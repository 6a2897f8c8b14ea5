"""A site with one page of every kind, for tests that ask all of them the same question."""

from datetime import UTC, datetime

from news.models import HomeBlock, Source, Topic
from portal.models import Person, SiteIdentity
from tests.factories import make_article, make_section

SITE = "https://www.example.cn"
# 09:30 in Shanghai.
AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


class World:
    """One page of every kind."""

    def __init__(self, picture):
        SiteIdentity.objects.create(
            name="示例科创中心",
            short_name="科创中心",
            name_en="Example Centre",
            description="门户网站。",
            keywords="科技，创新",
            logo=picture,
            address="北京市示例路1号",
            postcode="100000",
            phone="010-0000 0000",
            email="office@example.cn",
            search_url="/search/?sort=1",
        )
        about = make_section("单位概况", slug="dwgk", kind="first-child")
        kinds = {"dwjj": "page", "xrld": "people", "crld": "former-people", "bmsz": "departments"}
        for slug, kind in {**kinds, "lxwm": "contact"}.items():
            make_section(slug, slug=slug, kind=kind, parent=about)
        self.root = make_section("科技创新", slug="kjcx", kind="first-child")
        self.list = make_section("科创动态", slug="kcdt", parent=self.root, page_size=2)
        archive = make_section("专题", slug="zt", kind="topics", page_size=1)
        self.source = Source.objects.create(name="科技日报", url="https://paper.example.cn/")
        self.article = make_article(
            self.list,
            "新闻 <b>&",
            subtitle="副题",
            summary="摘要",
            source=self.source,
            author="陆之遥、苏叶",
            keywords="量子，传感",
            doc_number="科创发〔2026〕3号",
            cover=picture,
            published_at=AT,
        )
        for number in range(4):
            make_article(self.list, f"旧{number}", days_ago=400 + number)
        self.page = make_section("简介", slug="jj", kind="page")
        make_article(self.page, "简介正文", author="甲")
        self.topic = Topic.objects.create(
            title="仪器", slug="yiqi", section=archive, year=2026, intro="编者按", banner=picture
        )
        Topic.objects.create(title="往年", slug="old", section=archive, year=2025)
        self.person = Person.objects.create(name="沈砚清", post="主任、书记", photo=picture)
        HomeBlock.objects.create(kind="list", section=self.list)

    @property
    def paths(self):
        return {
            "home": "/",
            "list": "/kjcx/kcdt/",
            "list, page 2": "/kjcx/kcdt/?page=2",
            "list, a year": "/kjcx/kcdt/?year=2025",
            "article": self.article.get_absolute_url(),
            "single page": "/jj/",
            "empty page": "/dwgk/dwjj/",
            "topics": "/zt/",
            "topics, page 2": "/zt/?page=2",
            "topics, a year": "/zt/?year=2025",
            "topic": self.topic.get_absolute_url(),
            "people": "/dwgk/xrld/",
            "former people": "/dwgk/crld/",
            "person": self.person.get_absolute_url(),
            "departments": "/dwgk/bmsz/",
            "contact": "/dwgk/lxwm/",
            "site map": "/sitemap/",
        }
