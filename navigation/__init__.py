"""The section tree: addresses, menus, breadcrumb. It does not know what a section shows."""
