"""The institution itself: its section tree, identity, links, departments and leaders."""

from django.core.files import File

from navigation.models import Section
from navigation.services import create_section
from news.demo_loader.ledger import Ledger
from news.demo_loader.reader import DemoFiles
from portal.models import Department, Link, LinkGroup, Person, Picture, SearchSynonym, SiteIdentity
from portal.pictures import create_picture

IDENTITY = {"host": "host_name"}
IDENTITY_FIELDS = (
    "name name_en short_name description icp police address postcode phone fax email qr_label "
    "office_hours directions established copyright host"
).split()


class InstitutionBuilder:
    """The part of the demo that articles stand in."""

    def __init__(self, files: DemoFiles | None = None, say=lambda text: None):
        self.files = files or DemoFiles()
        self.ledger = Ledger()
        self.say = say
        self.sections: dict[str, Section] = {}

    # --- Sections --------------------------------------------------------------------------
    def build_sections(self):
        self.say("栏目")
        for spec in self.files.sections:
            path = spec["path"]
            section = self.ledger.ensure(
                f"section:{path}",
                Section,
                lambda spec=spec: self._make_section(spec),
                adopt=Section.objects.filter(path=path),
            )
            if section:
                self.sections[path] = section

    def _make_section(self, spec):
        parent_path, _slash, slug = spec["path"].rpartition("/")
        fields = {
            name: spec[name]
            for name in ("kind", "color", "link_url", "description", "update_days")
            if name in spec
        }
        if "link_section" in spec:
            fields["link_section"] = self.sections.get(spec["link_section"])
        fields.update({f"show_in_{menu}": False for menu in spec.get("off", ())})
        if fields.get("kind") == "people":
            fields["intro"] = self.files.site["identity"].get("leaders_note", "")
        return create_section(
            title=spec["title"], slug=slug, parent=self.sections.get(parent_path), **fields
        )

    def section_named(self, slug):
        """The demo section with that directory name that holds content, or ``None``."""
        for path, section in self.sections.items():
            if slug in (path, path.rpartition("/")[2]) and section.kind != "link":
                return section
        return None

    # --- The institution -------------------------------------------------------------------
    def picture(self, name, title, shape=Picture.Shape.WIDE):
        """A picture of the library, in one shape; ``None`` when staff removed it."""
        if not name:
            return None

        def make():
            with self.files.picture(name).open("rb") as handle:
                return create_picture(File(handle, name=f"{name}.webp"), title=title, shape=shape)

        return self.ledger.ensure(f"picture:{name}:{shape}", Picture, make)

    def build_identity(self):
        self.say("单位标识")
        given = self.files.site["identity"]

        def make():
            identity = SiteIdentity(
                keywords="，".join(given["keywords"]),
                map_picture=self.picture(
                    "contact-map", f"{given['name']}位置示意图", Picture.Shape.FREE
                ),
                **{IDENTITY.get(name, name): given.get(name, "") for name in IDENTITY_FIELDS},
            )
            identity.save()
            return identity

        self.ledger.ensure("identity", SiteIdentity, make, adopt=SiteIdentity.objects.all())

    def build_links(self):
        groups = [
            (f"{spec['placement']}:{spec['name']}", spec["placement"], spec)
            for spec in self.files.site["link_groups"]
        ]
        groups += [
            (f"block:{spec['key']}", "block", spec) for spec in self.files.home["link_group"]
        ]
        for position, (key, placement, spec) in enumerate(groups):
            self.ledger.ensure(
                f"links:{key}",
                LinkGroup,
                lambda p=placement, s=spec, n=position: self._make_group(p, s, n),
            )

    @staticmethod
    def _make_group(placement, spec, position):
        group = LinkGroup.objects.create(name=spec["name"], placement=placement, position=position)
        for number, link in enumerate(spec["links"]):
            Link.objects.create(group=group, position=number, **link)
        return group

    def build_synonyms(self):
        for words in self.files.site["search"]["synonyms"]:
            self.ledger.ensure(
                f"synonym:{words}",
                SearchSynonym,
                lambda w=words: SearchSynonym.objects.create(words=w),
                adopt=SearchSynonym.objects.filter(words=words),
            )

    def build_departments(self):
        for position, spec in enumerate(self.files.site["departments"]):
            fields = {name: spec.get(name, "") for name in "duties head phone room email".split()}
            self.ledger.ensure(
                f"department:{spec['name']}",
                Department,
                lambda s=spec, f=fields, n=position: Department.objects.create(
                    name=s["name"], position=s.get("order", n), **f
                ),
                adopt=Department.objects.filter(name=spec["name"]),
            )

    def build_people(self):
        self.say("领导与部门")
        for position, spec in enumerate(self.files.site["people"]):
            self.ledger.ensure(
                f"person:{spec['name']}",
                Person,
                lambda s=spec, n=position: self._make_person(s, n),
            )

    def _make_person(self, spec, position):
        names = "name gender post status birth title summary duties term resume".split()
        person = Person.objects.create(
            is_chief=spec.get("chief", False),
            photo=self.picture(spec.get("photo"), spec["name"], Picture.Shape.PORTRAIT),
            position=position,
            **{name: spec.get(name, "") for name in names},
        )
        person.departments.set(Department.objects.filter(name__in=spec.get("departments", [])))
        return person
