"""Articles, topics, the home page and feeds. It knows sections, not applications."""
