"""Addresses of every kind of public page, found in the database (not written down by hand)."""

from urllib.parse import urlencode

KINDS = (
    "home list list-deep empty-year article article-table page library library-wrong library-empty "
    "document explanation people person departments contact topics topic topic-kinds topic-colour "
    "topic-list site-map follow search search-nothing search-start catalogue catalogue-article "
    "application apply-person apply-organisation receipt-over annual-reports annual-report missing"
).split()


def _section(kind, **filters):
    from navigation.models import Section

    return Section.objects.filter(kind=kind, **filters).first().get_absolute_url()


def addresses() -> dict:
    """Kind of page → path, for the demo content."""
    from django.db.models import Count

    from disclosure.models import AnnualReport, CatalogueEntry
    from disclosure.yearly_public import public_address
    from news.models import Article, Document, Topic, TopicBlock
    from portal.models import Person

    articles = Article.objects.published().filter(external_url="", section__kind="list")
    busiest = (
        articles.values("section__path")
        .annotate(n=Count("pk"))
        .order_by("-n")
        .first()["section__path"]
    )
    library = _section("documents", parent=None)
    ended = Document.objects.get(
        validity="repealed", superseded_by__document__explanations__title__contains="结算规则"
    )
    return {
        "home": "/",
        "list": f"/{busiest}/",
        "list-deep": f"/{busiest}/?page=2",
        "empty-year": f"/{busiest}/?year=1999",
        "article": articles.filter(attachments__isnull=False).first().get_absolute_url(),
        "article-table": articles.filter(body__contains="<table").first().get_absolute_url(),
        "page": _section("page"),
        "library": library,
        # Conditions, one of them not understood, in an order of one's own.
        "library-wrong": f"{library}?q=%E5%8A%9E%E6%B3%95&written_from=x&sort=number",
        "library-empty": f"{library}?q=zzz",
        "document": ended.article.get_absolute_url(),
        "explanation": ended.superseded_by.document.explanations.get().get_absolute_url(),
        "people": _section("people"),
        "person": Person.objects.exclude(resume="").first().get_absolute_url(),
        "departments": _section("departments"),
        "contact": _section("contact"),
        "topics": Topic.objects.filter(is_visible=True).first().section.get_absolute_url(),
        "topic": Topic.objects.order_by("position").first().get_absolute_url(),
        "topic-kinds": TopicBlock.objects.filter(kind="text").first().topic.get_absolute_url(),
        "topic-colour": Topic.objects.exclude(accent="").first().get_absolute_url(),
        "topic-list": TopicBlock.objects.filter(kind="list").first().get_absolute_url(),
        "site-map": "/sitemap/",
        "follow": "/apply/follow/",
        "search": f"/search/?{urlencode({'q': '开放共享'})}",
        "search-nothing": f"/search/?{urlencode({'q': '凯放恭享'})}",
        "search-start": "/search/",
        "catalogue": _section("catalogue"),
        "catalogue-article": CatalogueEntry.objects.numbered().first().article.get_absolute_url(),
        "application": _section("application"),
        "apply-person": "/apply/person/",
        "apply-organisation": "/apply/organisation/",
        "receipt-over": "/apply/receipt/",
        "annual-reports": _section("annual-reports"),
        "annual-report": public_address(AnnualReport.objects.exclude(published=None).first()),
        "missing": "/no-such-page/",
    }
