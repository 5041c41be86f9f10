"""The colours keep the contrasts of the design, for every kind of eye, in light and in dark."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.app import theme as theming
from playground.app.spacing import spaced
from playground.app.theme import DARK, LIGHT, Theme, ThemeKeeper, current_theme

Vector = NDArray[np.float64]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# IEC 61966-2-1 (sRGB) to CIE XYZ under D65.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ @ np.ones(3)


def linear(colour: str) -> Vector:
    encoded = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2."""
    light, dark = sorted((float(TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Vector) -> Vector:
    """CIE 1976 L*a*b*."""
    x, y, z = (
        np.cbrt(t) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29
        for t in TO_XYZ @ rgb.clip(0, 1) / WHITE
    )
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_oracle_knows_black_white_and_a_published_lab_value() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    # Pure sRGB red is L* 53.24, a* 80.09, b* 67.20 (Lindbloom).
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@THEMES
@pytest.mark.parametrize("token", ["text", "muted", "accent", "explodes"])
@pytest.mark.parametrize("ground", ["surface", "window"])
def test_text_can_be_read_on_what_it_stands_on(theme: Theme, token: str, ground: str) -> None:
    assert contrast(getattr(theme, token), getattr(theme, ground)) >= 4.5


@THEMES
def test_text_on_the_accent_can_be_read(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@THEMES
@pytest.mark.parametrize("token", ["too_slow", "good", "oscillates", "explodes", "accent"])
def test_marks_stand_out_from_the_surface(theme: Theme, token: str) -> None:
    assert contrast(getattr(theme, token), theme.surface) >= 3


@THEMES
def test_there_are_eight_run_colours_that_stand_out(theme: Theme) -> None:
    assert len(theme.runs) == 8
    assert min(contrast(colour, theme.surface) for colour in theme.runs) >= 3


@THEMES
@pytest.mark.parametrize("eye", EYES)
def test_any_two_runs_and_the_accent_can_be_told_apart_by(theme: Theme, eye: str) -> None:
    seen = [lab(EYES[eye] @ linear(colour)) for colour in (*theme.runs, theme.accent)]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 15


def test_dark_can_be_forced_and_everybody_is_told(keeper: ThemeKeeper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keeper.changed) as told:
        keeper.choose("dark")
    assert told.args == [DARK]
    assert current_theme() == DARK
    assert QApplication.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface


def test_choosing_what_is_there_tells_nobody(keeper: ThemeKeeper, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(keeper.changed):
        keeper.choose("light")


def test_system_follows_the_system_and_a_forced_theme_does_not(
    keeper: ThemeKeeper, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    dark = [False]
    monkeypatch.setattr(theming, "system_is_dark", lambda: dark[0])
    keeper.choose("system")
    assert current_theme() == LIGHT
    dark[0] = True
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert current_theme() == DARK
    keeper.choose("light")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert current_theme() == LIGHT


def test_an_unknown_theme_is_refused_by_name(keeper: ThemeKeeper) -> None:
    with pytest.raises(ValueError, match=r"theme must be one of system, light, dark, not 'pink'"):
        keeper.choose("pink")


def test_one_factor_scales_type_and_space(keeper: ThemeKeeper, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("12", window)
    layout = spaced(QVBoxLayout(window), current_theme(), 8, (12, 4, 12, 4))
    layout.addWidget(label)
    keeper.dress(window)
    window.show()
    before = label.fontMetrics().height()
    keeper.set_scale(2.0)
    assert layout.spacing() == 16
    assert layout.contentsMargins().left() == 24
    assert label.fontMetrics().height() == pytest.approx(2 * before, abs=2)


def test_all_figures_are_equally_wide(keeper: ThemeKeeper, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.ensurePolished()
    widths = {label.fontMetrics().horizontalAdvance(4 * figure) for figure in "0123456789"}
    assert len(widths) == 1


@THEMES
def test_every_token_of_the_style_sheet_is_filled_in(theme: Theme) -> None:
    from playground.app.style_sheet import style_sheet

    assert "$" not in style_sheet(theme)


def test_a_change_of_theme_styles_a_deep_widget_no_more_often_than_a_shallow_one(
    keeper: ThemeKeeper, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    nest = [window]
    while len(nest) < 12:
        nest.append(QWidget(nest[-1]))
    keeper.dress(window)
    window.show()
    shallow, deep = Restyled(nest[2]), Restyled(nest[-1])
    keeper.choose("dark")
    assert 0 < deep.times <= shallow.times


class Restyled(QObject):
    """Counts how often Qt styles a widget anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.StyleChange
        return False
