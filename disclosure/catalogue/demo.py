"""The catalogue of the demo institution (``manage.py load_demo``)."""

import tomllib
from pathlib import Path

from disclosure.models import CatalogueCategory, CatalogueEntry, CatalogueSettings, IndexCounter
from disclosure.services.catalogue import settle
from news.demo_loader import extras
from news.models.bases import DERIVED

FILE = Path(__file__).with_name("demo.toml")
SETTINGS = "catalogue-settings"


def build(builder):
    """Settings, categories, entries: what is missing, through the demo's ledger."""
    builder.say("信息公开目录")
    spec = tomllib.loads(FILE.read_text(encoding="utf-8"))
    builder.ledger.ensure(
        SETTINGS,
        CatalogueSettings,
        lambda: _make_settings(builder, spec["settings"]),
        adopt=CatalogueSettings.objects.all(),
    )
    if SETTINGS not in builder.ledger.records:
        return  # The institution numbers its own documents already: the demo uses up none of them.
    categories = _build_categories(builder, spec["category"])
    _build_entries(builder, spec["entries"], categories)
    for counter in IndexCounter.objects.order_by("year"):
        builder.ledger.ensure(
            f"catalogue-counter:{counter.year}", IndexCounter, lambda c=counter: c
        )


def _make_settings(builder, spec):
    values = {name: spec[name] for name in ("prefix", "pattern", "width", "note") if name in spec}
    for name in ("guide_section", "application_section"):
        values[name] = builder.section_named(spec[name])
    return CatalogueSettings.objects.create(**values)


def _build_categories(builder, specs) -> dict[str, CatalogueCategory]:
    """``{"规章制度/条件保障": category}``, the upper level too."""
    found = {}
    for position, spec in enumerate(specs, start=1):
        top = _category(builder, spec, None, spec["name"], position)
        found[spec["name"]] = top
        for number, below in enumerate(spec.get("children", ()), start=1):
            path = f"{spec['name']}/{below['name']}"
            found[path] = _category(builder, below, top, path, number)
    return found


def _category(builder, spec, parent, path, position):
    values = {"name": spec["name"], "parent": parent}

    def make():
        category = CatalogueCategory.objects.create(
            **values, code=spec.get("code", ""), position=position * 10
        )
        sections = map(builder.section_named, spec.get("sections", ()))
        category.sections.set(filter(None, sections))
        return category

    return builder.ledger.ensure(
        f"catalogue-category:{path}",
        CatalogueCategory,
        make,
        adopt=CatalogueCategory.objects.filter(**values),
    )


def _build_entries(builder, entries, categories):
    """Oldest first, so that numbers follow the days of publication."""
    chosen = [
        (builder.articles[key], key, path)
        for path, keys in entries.items()
        for key in keys
        if key in builder.articles
    ]
    for article, key, path in sorted(chosen, key=lambda row: row[0].published_at):
        builder.ledger.ensure(
            f"catalogue-entry:{key}",
            CatalogueEntry,
            lambda a=article, p=path: _make_entry(a, categories.get(p)),
            adopt=CatalogueEntry.objects.filter(article=article),
        )


def _make_entry(article, category):
    CatalogueEntry.objects.create(article=article, category=category)
    return settle(article)


def _bulk_rows(article_ids):
    return [CatalogueEntry.objects.filter(article_id__in=article_ids)]


extras.register(
    extras.DemoExtra(
        build,
        derived={"disclosure.catalogueentry": set(DERIVED)},
        bulk_rows=_bulk_rows,
    )
)
