"""The relief drawn by OpenGL into a picture; imported late, since PyOpenGL takes a second.

It is drawn beside the screen and not in a widget of its own: with one OpenGL widget in it Qt
would compose the whole window anew, on every frame, through the graphics card or its imitation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL
from pyqtgraph import Vector
from pyqtgraph.opengl import GLMeshItem, MeshData
from pyqtgraph.opengl.GLViewWidget import GLViewMixin
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage, QOffscreenSurface, QOpenGLContext, QSurfaceFormat
from PySide6.QtOpenGL import (
    QOpenGLFramebufferObject,
    QOpenGLFramebufferObjectFormat,
    QOpenGLTexture,
)
from shiboken6 import isValid

from playground.app.surface.camera import CENTRE, Shot
from playground.app.surface.mesh import Mesh
from playground.app.surface.shading import MOST_BANDS, PALETTE, shading

_SMOOTH = 4  # samples a pixel


class _Scene(GLViewMixin, QObject):  # type: ignore[misc]  # pyqtgraph has no types
    """What pyqtgraph's items need of a view, without a widget."""

    def __init__(self, context: QOpenGLContext) -> None:
        self.size = (1, 1)
        self._context = context
        super().__init__()

    def context(self) -> QOpenGLContext:
        return self._context

    def begin(self) -> None:
        """Prepare the context. pyqtgraph's own way asks for a version that not all drivers tell."""
        if self._context.format().profile() == QSurfaceFormat.OpenGLContextProfile.CoreProfile:
            self.default_vao.create()

    def isValid(self) -> bool:
        return True

    def update(self) -> None:
        """Nothing: who changes something draws again."""

    def width(self) -> int:
        return self.size[0]

    def height(self) -> int:
        return self.size[1]

    def drawItemTree(self, *_: object, **__: object) -> None:
        if self.default_vao.isCreated():
            self.default_vao.bind()
        for shown in self.items:  # pyqtgraph's own prints what goes wrong, and goes on
            if shown.visible():
                shown.paint()


class Drawing:
    """Draws one relief with a context of its own.

    Raises RuntimeError, or what PyOpenGL raises, where that cannot be done.
    """

    def __init__(self, context: QOpenGLContext) -> None:
        self._context, self._surface = context, QOffscreenSurface()
        self._surface.setFormat(self._context.format())
        self._surface.create()
        self._make_current()
        self._scene = _Scene(self._context)
        self._scene.begin()
        self._scene.setBackgroundColor((0, 0, 0, 0))
        self._shading = shading()
        self._items = [GLMeshItem(shader=self._shading) for _ in range(2)]
        for item in self._items:
            self._scene.addItem(item)
        self._buffers: dict[bool, QOpenGLFramebufferObject] = {}
        self._bands: QOpenGLTexture | None = None
        self._context.doneCurrent()

    def show_meshes(self, fine: Mesh, coarse: Mesh) -> None:
        """Draw one of these meshes from now on."""
        for item, shown in zip(self._items, (coarse, fine), strict=True):
            data = MeshData(vertexes=shown.corners, faces=shown.faces)
            data._vertexNormals = shown.normals  # of the slope: pyqtgraph takes ten times as long
            colours = np.zeros((len(shown.corners), 4), np.float32)
            colours[:, 0] = shown.places / MOST_BANDS
            data.setVertexColors(colours)
            item.setMeshData(meshdata=data)

    def show_bands(self, colours: NDArray[np.uint8]) -> None:
        """Paint the bands with these colours, (bands, 3)."""
        self._make_current()
        if self._bands is not None:
            self._bands.destroy()
        rows = np.arange(PALETTE).clip(max=len(colours) - 1)
        row = np.ascontiguousarray(colours[rows])
        image = QImage(row.data, PALETTE, 1, 3 * PALETTE, QImage.Format.Format_RGB888)
        self._bands = QOpenGLTexture(image, QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps)
        nearest = QOpenGLTexture.Filter.Nearest
        self._bands.setMinMagFilters(nearest, nearest)
        self._context.doneCurrent()

    def picture(self, shot: Shot, ratio: float, fine: bool) -> QImage:
        """Return what a camera sees, clear where there is nothing, `ratio` dots to a pixel.

        A fine one has the finer mesh and smooth edges, and takes four times as long.
        """
        self._make_current()
        size = QSize(max(1, round(shot.width * ratio)), max(1, round(shot.height * ratio)))
        buffer = self._buffers.get(fine)
        if buffer is None or buffer.size() != size:
            buffer = self._buffers[fine] = _buffer(size, _SMOOTH if fine else 0)
        self._scene.size = (size.width(), size.height())
        self._scene.setCameraParams(
            center=Vector(*CENTRE),
            distance=shot.distance,
            azimuth=shot.camera.azimuth,
            elevation=shot.camera.elevation,
            fov=shot.field_of_view,
        )
        for item, shown in zip(self._items, (not fine, fine), strict=True):
            item.setVisible(shown and len(item.opts["meshdata"].faces()) > 0)
        buffer.bind()
        across, up = (shot.middle - (shot.width / 2, shot.height / 2)) * (ratio, -ratio)
        GL.glViewport(round(across), round(up), size.width(), size.height())
        if self._bands is not None:
            self._bands.bind(0)  # the unit from which a sampler reads that is told of none
        self._scene.paintGL()
        buffer.release()
        image = buffer.toImage()
        image.setDevicePixelRatio(ratio)
        self._context.doneCurrent()
        return image

    def release(self) -> None:
        """Give back what the graphics driver keeps; nothing can be drawn afterwards."""
        if not (isValid(self._surface) and isValid(self._context)):
            return  # Qt has ended, and taken everything along
        if self._context.makeCurrent(self._surface):
            self._buffers.clear()
            self._scene.clear()
            if self._bands is not None:
                self._bands.destroy()
            del self._items, self._shading, self._scene, self._bands
            self._context.doneCurrent()
        self._surface.destroy()

    def _make_current(self) -> None:
        if not self._context.makeCurrent(self._surface):
            raise RuntimeError("the OpenGL context cannot be used")


def _buffer(size: QSize, samples: int) -> QOpenGLFramebufferObject:
    wanted = QOpenGLFramebufferObjectFormat()
    wanted.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
    wanted.setSamples(samples)
    made = QOpenGLFramebufferObject(size, wanted)
    if not made.isValid():
        raise RuntimeError("OpenGL has no room to draw into")
    return made
