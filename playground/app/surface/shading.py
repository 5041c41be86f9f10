"""How the graphics card colours a relief: flat bands of loss, lit a little from the upper left."""

from __future__ import annotations

# Any: pyqtgraph has no types.
from typing import Any

from pyqtgraph.opengl.shaders import FragmentShader, ShaderProgram, VertexShader

MOST_BANDS = 16
PALETTE = 32  # colours in the texture of bands

_CORNER = """
    uniform mat4 u_mvp;
    uniform mat3 u_normal;
    attribute vec4 a_position;
    attribute vec3 a_normal;
    attribute vec4 a_color;
    varying float v_place;
    varying vec3 v_normal;
    void main() {
        v_place = a_color.r * 16.0;
        v_normal = u_normal * a_normal;
        gl_Position = u_mvp * a_position;
    }
"""

_POINT = """
    #ifdef GL_ES
    #ifdef GL_OES_standard_derivatives
    #extension GL_OES_standard_derivatives : enable
    #define BLENDED
    #endif
    precision highp float;
    #else
    #define BLENDED
    #endif
    uniform sampler2D u_bands;
    varying float v_place;
    varying vec3 v_normal;
    void main() {
        float width = 0.0001;
        #ifdef BLENDED
        width = clamp(fwidth(v_place), 0.0001, 1.0);
        #endif
        float place = max(v_place, 0.0);
        float above = floor(place + 0.5 * width);
        float part = clamp((place + 0.5 * width - above) / width, 0.0, 1.0);
        vec3 upper = texture2D(u_bands, vec2((above + 0.5) / 32.0, 0.5)).rgb;
        vec3 lower = texture2D(u_bands, vec2((max(above - 1.0, 0.0) + 0.5) / 32.0, 0.5)).rgb;
        float light = dot(normalize(v_normal), normalize(vec3(-0.5, 0.7, 0.6)));
        gl_FragColor = vec4(mix(lower, upper, part) * (0.8 + 0.22 * light), 1.0);
    }
"""


def shading() -> Any:  # pyqtgraph's ShaderProgram, which has no types
    """Return the program; a fresh one, since it belongs to the context that first uses it."""
    return ShaderProgram("relief", [VertexShader(_CORNER), FragmentShader(_POINT)])
