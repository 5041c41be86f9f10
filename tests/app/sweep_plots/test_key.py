"""The key of the Sweep panel names every kind, whatever room there is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.app.sweep_plots.key import Key
from playground.app.sweep_plots.kinds import KINDS
from playground.app.theme import ThemeKeeper


@pytest.mark.parametrize("width", [300, 420, 900])
@pytest.mark.parametrize("scale", [1.0, 1.75])
def test_every_kind_is_named_beside_its_shape_however_narrow_the_key(
    qtbot: QtBot, keeper: ThemeKeeper, width: int, scale: float
) -> None:
    keeper.set_scale(scale)
    holder, key = QWidget(), Key()
    QVBoxLayout(holder).addWidget(key)
    qtbot.addWidget(holder)
    key.paint_with(keeper.theme)
    key.show_entries(KINDS)
    holder.resize(width, 400)
    holder.show()
    qtbot.waitUntil(lambda: key.height() == key.sizeHint().height())
    begins, text = key.places(), key.fontMetrics()
    wide = [keeper.theme.px(20) + text.horizontalAdvance(kind.name) for kind in KINDS]
    assert max(at.x() + each for at, each in zip(begins, wide, strict=True)) <= key.width()
    assert max(at.y() for at in begins) + text.height() / 2 <= key.height() + 1
