"""``{% picture %}``: a picture with all its sizes."""

from django import template

from portal.pictures import sources

register = template.Library()


@register.inclusion_tag("includes/picture.html")
def picture(pic, sizes="100vw", alt=None, loading="lazy", crop=None, css=""):
    """Render ``pic`` (a Picture or ``None``) as ``<picture>`` with AVIF and WebP.

    ``sizes`` as in HTML. ``alt`` is the picture's title unless given; ``alt=""`` marks it as
    decoration. ``loading="eager"`` is for the one picture at the top of a page: it also raises its
    priority. ``crop`` asks for another cut than the picture's own shape; ``css`` is a class.
    """
    if not pic:
        return {"pic": None}
    return {
        "pic": sources(pic, crop),
        "sizes": sizes,
        "alt": pic.title if alt is None else alt,
        "loading": loading,
        "css": css,
    }
