"""The demo's topics: each a page of blocks, as ``site.toml`` lists them."""

from news.models import Topic
from portal.models import Picture

ON_HOME = 4
TEXTS = "title subtitle short_subtitle slug year art accent intro".split()
PARTS = "kind title width count note body".split()


def make_topic(builder, spec, section, position) -> Topic:
    """A topic with its blocks; ``builder`` finds articles, sections and pictures by their names."""
    topic = Topic.objects.create(
        section=section,
        position=position,
        show_on_home=position < ON_HOME,
        banner=builder.picture(spec.get("banner"), spec["title"], Picture.Shape.BANNER),
        **{name: spec[name] for name in TEXTS if name in spec},
    )
    for number, part in enumerate(spec["blocks"], start=1):
        _make_block(builder, topic, part, number * 10)
    return topic


def _make_block(builder, topic, spec, position):
    block = topic.blocks.create(
        section=builder.section_named(spec["section"]) if "section" in spec else None,
        position=position,
        **{name: spec[name] for name in PARTS if name in spec},
    )
    first = spec.get("first", [])
    for key in [*first, *spec.get("articles", [])]:
        article = builder.articles.get(key)
        if article:
            place = (first.index(key) + 1) * 10 if key in first else None
            block.items.create(article=article, position=place)
    for number, row in enumerate(spec.get("rows", []), start=1):
        picture = builder.picture(row.get("picture"), row.get("text", ""))
        values = {name: value for name, value in row.items() if name != "picture"}
        block.items.create(picture=picture, position=number * 10, **values)
