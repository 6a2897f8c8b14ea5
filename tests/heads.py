"""Reads the head of a page as a harvester would: tags by name, links by rel, data blocks."""

import json
from collections import defaultdict

from lxml import html


class HeadOf:
    """The head of one response."""

    def __init__(self, response):
        self.root = html.document_fromstring(response.content.decode())
        self.names, self.properties = defaultdict(list), defaultdict(list)
        for tag in self.root.iter("meta"):
            if tag.get("name"):
                self.names[tag.get("name")].append(tag.get("content"))
            if tag.get("property"):
                self.properties[tag.get("property")].append(tag.get("content"))

    def name(self, name):
        """The one tag of that name, or ``None``; two of them fail."""
        (value,) = self.names.get(name, [None])
        return value

    def og(self, name):
        (value,) = self.properties.get(f"og:{name}", [None])
        return value

    @property
    def canonical(self):
        links = self.root.xpath("//link[@rel='canonical']/@href")
        assert len(links) <= 1
        return links[0] if links else None

    @property
    def feeds(self):
        links = self.root.xpath("//link[@rel='alternate'][starts-with(@type,'application/')]")
        return [(link.get("type"), link.get("href")) for link in links]

    @property
    def things(self):
        """What the data blocks describe, by type."""
        blocks = self.root.xpath("//script[@type='application/ld+json']/text()")
        assert len(blocks) <= 1
        graph = [thing for block in blocks for thing in json.loads(block)["@graph"]]
        return {thing["@type"]: thing for thing in graph}


def head_of(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200, (path, response.status_code)
    return HeadOf(response)
