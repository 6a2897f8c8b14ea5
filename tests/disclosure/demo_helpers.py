"""Loading the demo's desk alone, in the way the whole demo builds it."""

from types import SimpleNamespace

from disclosure.demo import build as demo
from news.demo_loader.ledger import Ledger
from news.demo_loader.reader import DemoFiles
from portal.models import Department


def load():
    """How many things were made."""
    builder = SimpleNamespace(ledger=Ledger(), files=DemoFiles(), say=lambda text: None)
    for name in demo.DEPARTMENTS:
        Department.objects.get_or_create(name=name)
    demo.build(builder)
    builder.ledger.seal()
    return builder.ledger.made
