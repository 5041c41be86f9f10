"""The theme in force: follows the system's light or dark, or is chosen; paints the application."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from playground.app.palette import DARK as DARK
from playground.app.palette import LIGHT as LIGHT
from playground.app.palette import Theme as Theme
from playground.app.wardrobe import Wardrobe

CHOICES = ("system", "light", "dark")
BASE_PX = 13
_STYLE = "fusion"  # the one that obeys a palette everywhere

_in_force = [LIGHT]  # one item: painters and panels ask for it where no keeper is at hand


def current_theme() -> Theme:
    """The theme in force."""
    return _in_force[0]


class ThemeKeeper(QObject):
    """Keeps the application painted with the theme that was chosen or that the system has.

    changed: there is another theme; it comes along. What is on screen wears it.
    rested: so does all the rest.
    """

    changed = Signal(object)
    rested = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._scale = 1.0
        self._wardrobe = Wardrobe(self)
        self._wardrobe.rested.connect(self.rested)
        if application.style().name() != _STYLE:  # another one in its place could outlive widgets
            application.setStyle(_STYLE)
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self._paint()

    @property
    def choice(self) -> str:
        """One of CHOICES."""
        return self._choice

    @property
    def scale(self) -> float:
        """The factor of type and space."""
        return self._scale

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return current_theme()

    def dress(self, part: QWidget) -> None:
        """Give a part of a window, and its menus and dialogs, the style sheet."""
        # Never the application: there Qt polishes each widget once for every widget around it.
        self._wardrobe.add(part, current_theme())

    def choose(self, choice: str) -> None:
        """Force light or dark, or follow the system. Raises ValueError."""
        if choice not in CHOICES:
            raise ValueError(f"theme must be one of {', '.join(CHOICES)}, not {choice!r}")
        self._choice = choice
        self._repaint_if_other()

    def set_scale(self, scale: float) -> None:
        """Make type and space larger or smaller by one factor."""
        self._scale = scale
        self._repaint_if_other()

    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        self._repaint_if_other()

    def _wanted(self) -> Theme:
        dark = system_is_dark() if self._choice == "system" else self._choice == "dark"
        return replace(DARK if dark else LIGHT, scale=self._scale)

    def _repaint_if_other(self) -> None:
        if self._wanted() != current_theme():
            self._paint()

    def _paint(self) -> None:
        theme = _in_force[0] = self._wanted()
        self._application.setFont(base_font(theme))
        # What wears no style sheet, such as the window itself, would take the font only later.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationFontChange.value)
        self._application.setPalette(palette(theme))
        self._wardrobe.change(theme)
        self.changed.emit(theme)


def system_is_dark() -> bool:
    """Whether the desktop asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def base_font(theme: Theme) -> QFont:
    """Return the system's font at the size of the design, its figures all of one width."""
    font = QFont(QApplication.font())
    font.setPixelSize(theme.px(BASE_PX))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(theme: Theme) -> QPalette:
    """Return the theme's colours for what the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.explodes,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Accent: theme.accent,
        role.Light: theme.surface,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.window,
    }
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.muted))
    return made
