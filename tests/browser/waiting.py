"""Waiting for a page without eval, which the content security policy forbids."""


def wait_until(page, expression):
    """Wait until ``expression`` holds; Playwright's ``wait_for_function`` would need eval."""
    for _attempt in range(50):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")
