"""A quiet line stands in place of a surface that cannot be shown: without OpenGL, above all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

import playground
from playground.app.panels import surface
from playground.app.panels.surface import Surface
from playground.app.session import Session
from playground.app.surface import opening
from playground.app.surface.imaging import Imaging
from playground.app.view import View
from tests.app.panels.surface.conftest import PATIENCE_MS, needs_opengl, show


class NoContext:
    """A screen without OpenGL."""

    def setFormat(self, _: object) -> None: ...

    def create(self) -> bool:
        return False


class SomeContext(NoContext):
    def create(self) -> bool:
        return True


def test_without_an_opengl_context_a_quiet_line_says_so(
    qtbot: QtBot, still: Session, view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "QOpenGLContext", NoContext)
    panel = Surface(still)
    qtbot.addWidget(panel)
    view = view_of(playground.Experiment(loss="himmelblau"))
    for _ in range(3):
        panel.draw(view)
    assert panel.line.text() == surface.WITHOUT.format(opening.NO_CONTEXT)
    assert not panel.line.isHidden()
    assert panel.view is None
    assert not panel._waiting.isActive()


def test_where_libgl_is_missing_the_line_says_that(
    qtbot: QtBot, still: Session, view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_name: str) -> None:
        raise OSError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(opening, "QOpenGLContext", SomeContext)
    monkeypatch.setattr(opening.importlib, "import_module", refuse)
    panel = Surface(still)
    qtbot.addWidget(panel)
    still.view = view_of(playground.Experiment(loss="himmelblau"))
    panel.show()
    panel.draw(still.view)
    qtbot.waitUntil(lambda: "could not be loaded" in panel.line.text(), timeout=PATIENCE_MS)
    assert not panel._waiting.isActive()


def test_one_parameter_has_no_surface_and_asks_for_no_opengl(
    qtbot: QtBot, still: Session, view_of: Callable[..., View]
) -> None:
    panel = Surface(still)
    qtbot.addWidget(panel)
    panel.draw(view_of(playground.Experiment()))
    assert panel.line.text() == surface.ONE_PARAMETER
    assert panel._opening is None


@needs_opengl
def test_a_driver_that_fails_leaves_the_line_in_place_of_the_surface(
    qtbot: QtBot, panel: Surface, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, view = show(qtbot, panel, loss="himmelblau", steps=5)

    def fail(*_: object) -> None:
        raise RuntimeError("the context was lost")

    monkeypatch.setattr(Imaging, "image", fail)
    view.repaint()
    qtbot.waitUntil(lambda: panel.view is None, timeout=PATIENCE_MS)
    assert panel.line.text() == surface.WITHOUT.format("OpenGL failed")
