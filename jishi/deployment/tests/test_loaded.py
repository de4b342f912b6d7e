"""What is loaded before the first page is asked for."""

from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.loaders.cached import Loader
from django.utils.translation import trans_real

from jishi.deployment.loaded import load_pages, own_templates


def test_every_page_is_ready_before_the_first_is_asked_for() -> None:
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    (loader,) = backend.engine.template_loaders
    assert isinstance(loader, Loader)
    loader.reset()
    read: dict[str, object] = vars(trans_real)["_translations"]
    read.clear()

    load_pages()

    assert set(own_templates()) <= set(loader.get_template_cache)
    assert {"zh-hans", "en"} <= set(read)
    assert "pages/shell.html" in own_templates()
    assert "idp/oidc/error.html" not in own_templates(), "what is a library's is its own affair"
