#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
A picture of a terminal's screen, from the text and escape sequences that
`tmux capture-pane -e -N -p` prints: reads them, writes a PNG of few colours.

usage: render.py COLUMNS PNG <SCREEN

Lines, blocks and braille are drawn here, so that they meet from cell to cell; of all
else the font has to have a glyph. (The system's python3, for Pillow is Debian's.)
"""
import re
import sys
import unicodedata

from PIL import Image, ImageDraw, ImageFont

FONTS = "/usr/share/fonts/truetype/dejavu/"
SIZE = 14
MARGIN = 6
COLOURS = 48
FOREGROUND, BACKGROUND = (0xd4, 0xd4, 0xd4), (0x16, 0x18, 0x1c)
BASIC = [(0x16, 0x18, 0x1c), (0xe0, 0x5c, 0x5c), (0x6c, 0xb8, 0x5c), (0xd8, 0xb0, 0x48),
         (0x4c, 0x88, 0xd8), (0xb8, 0x74, 0xc8), (0x48, 0xb0, 0xb8), (0xd4, 0xd4, 0xd4),
         (0x6c, 0x70, 0x78), (0xff, 0x80, 0x80), (0x90, 0xe0, 0x80), (0xff, 0xd8, 0x70),
         (0x80, 0xb0, 0xff), (0xe0, 0xa0, 0xf0), (0x80, 0xe0, 0xe8), (0xff, 0xff, 0xff)]
ESCAPE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()].|[\x00-\x1f\x7f]")


def colour(number):
    """One of the 256."""
    if number < 16:
        return BASIC[number]
    if number < 232:
        steps = [0, 95, 135, 175, 215, 255]
        number -= 16
        return steps[number // 36], steps[number // 6 % 6], steps[number % 6]
    return (8 + 10 * (number - 232),) * 3


def extended(codes):
    """What follows 38 or 48."""
    kind = codes.pop(0) if codes else 0
    if kind == 5 and codes:
        return colour(codes.pop(0) & 255)
    if kind == 2 and len(codes) >= 3:
        return tuple(codes.pop(0) & 255 for _ in range(3))
    return None


class Look:  # pylint: disable=too-few-public-methods
    """How characters look from here on."""

    def __init__(self):
        self.fg = self.bg = self.number = None
        self.on = set()

    def apply(self, text):
        """Take the numbers of a sequence that ends with m."""
        codes = [int(c or 0) for c in re.split("[;:]", text)]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.__init__()
            elif code in (1, 2, 3, 4, 7):
                self.on.add(code)
            elif code == 22:
                self.on -= {1, 2}
            elif code in (23, 24, 27):
                self.on.discard(code - 20)
            elif code in (38, 48):
                got = extended(codes)
                if code == 38:
                    self.fg, self.number = got, None
                else:
                    self.bg = got
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.number = code - 30 if code < 40 else code - 82
                self.fg = BASIC[self.number]
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self.bg = BASIC[code - 40 if code < 50 else code - 92]
            elif code == 39:
                self.fg = self.number = None
            elif code == 49:
                self.bg = None

    def colours(self):
        """Foreground and background."""
        fg, bg = self.fg or FOREGROUND, self.bg or BACKGROUND
        if 7 in self.on:
            fg, bg = bg, fg
        if 2 in self.on:
            fg = tuple((2 * f + b) // 3 for f, b in zip(fg, bg))
        return fg, bg


def cells(line, look):
    """The characters of a line, each with its column, columns taken, and look."""
    at = x = 0
    while at < len(line):
        found = ESCAPE.match(line, at)
        if found:
            if found.group(1) is not None:
                look.apply(found.group(1))
            at = found.end()
            continue
        char = line[at]
        at += 1
        if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
            continue
        width = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        yield char, x, width, *look.colours(), 1 in look.on, 4 in look.on
        x += width


class Page:
    """The picture."""

    def __init__(self, columns, rows):
        self.fonts = [ImageFont.truetype(FONTS + name, SIZE)
                      for name in ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf")]
        ascent, descent = self.fonts[0].getmetrics()
        self.width, self.height = round(self.fonts[0].getlength("M")), ascent + descent
        size = columns * self.width + 2 * MARGIN, rows * self.height + 2 * MARGIN
        self.image = Image.new("RGB", size, BACKGROUND)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x, y, part, fill):
        """A part of a cell, in eighths from the left, top, right and bottom."""
        left, top, right, bottom = part
        edges = [x + self.width * left / 8, y + self.height * top / 8,
                 x + self.width * right / 8 - 1, y + self.height * bottom / 8 - 1]
        edges = [round(edge) for edge in edges]
        self.draw.rectangle([edges[0], edges[1], max(edges[0], edges[2]), max(edges[1], edges[3])],
                            fill=fill)

    def block(self, x, y, char, fg, bg):
        """Block elements, U+2580 to U+259F."""
        code = ord(char)
        quarters = {0x96: "c", 0x97: "d", 0x98: "a", 0x99: "acd", 0x9a: "ad", 0x9b: "abc",
                    0x9c: "abd", 0x9d: "b", 0x9e: "bc", 0x9f: "bcd"}.get(code & 0xff)
        if quarters:
            for quarter in quarters:
                left, top = "abcd".index(quarter) % 2 * 4, "abcd".index(quarter) // 2 * 4
                self.box(x, y, (left, top, left + 4, top + 4), fg)
        elif 0x2591 <= code <= 0x2593:
            share = code - 0x2590
            self.box(x, y, (0, 0, 8, 8),
                     tuple((f * share + b * (4 - share)) // 4 for f, b in zip(fg, bg)))
        elif code <= 0x2588:
            self.box(x, y, (0, 0, 8, 4) if code == 0x2580 else (0, 0x2588 - code, 8, 8), fg)
        elif code <= 0x258f:
            self.box(x, y, (0, 0, 0x2590 - code, 8), fg)
        else:
            self.box(x, y, {0x2590: (4, 0, 8, 8), 0x2594: (0, 0, 8, 1),
                            0x2595: (7, 0, 8, 8)}[code], fg)

    def braille(self, x, y, char, fg):
        """Braille, U+2800 to U+28FF: two columns of four dots."""
        for bit, (column, row) in enumerate([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2),
                                             (0, 3), (1, 3)]):
            if ord(char) >> bit & 1:
                left = x + round(self.width * (column + 0.5) / 2) - 1
                top = y + round(self.height * (row + 0.5) / 4) - 1
                self.draw.rectangle([left, top, left + 1, top + 1], fill=fg)

    def lines(self, x, y, char, fg):
        """Light and heavy lines of U+2500 to U+257F. Return: whether it was one."""
        words = unicodedata.name(char, "").replace("BOX DRAWINGS ", "").split()
        if not words or {"DOUBLE", "SINGLE", "DIAGONAL"} & set(words):
            return False
        weight, arms, waiting = 1, {}, []
        for word in words:
            weight = {"LIGHT": 1, "HEAVY": 2}.get(word, weight)
            sides = {"VERTICAL": "UP DOWN", "HORIZONTAL": "LEFT RIGHT", "UP": "UP",
                     "DOWN": "DOWN", "LEFT": "LEFT", "RIGHT": "RIGHT"}.get(word, "").split()
            waiting += sides
            # "LIGHT DOWN AND RIGHT", but "DOWN HEAVY AND RIGHT LIGHT": before or behind.
            if words[0] in ("LIGHT", "HEAVY") or word in ("LIGHT", "HEAVY"):
                arms.update({side: weight for side in waiting})
                waiting = []
        middle_x, middle_y = x + self.width // 2, y + self.height // 2
        for side, weight in arms.items():
            end = {"UP": (middle_x, y), "DOWN": (middle_x, y + self.height - 1),
                   "LEFT": (x, middle_y), "RIGHT": (x + self.width - 1, middle_y)}[side]
            self.draw.rectangle([min(end[0], middle_x), min(end[1], middle_y),
                                 max(end[0], middle_x) + (weight - 1) * (side in "UP DOWN"),
                                 max(end[1], middle_y) + (weight - 1) * (side in "LEFT RIGHT")],
                                fill=fg)
        return True

    def put(self, row, cell):
        """A character in its place."""
        char, column, width, fg, bg, bold, underlined = cell
        x, y = MARGIN + column * self.width, MARGIN + row * self.height
        self.draw.rectangle([x, y, x + width * self.width - 1, y + self.height - 1], fill=bg)
        code = ord(char)
        if 0x2580 <= code <= 0x259f:
            self.block(x, y, char, fg, bg)
        elif 0x2800 <= code <= 0x28ff:
            self.braille(x, y, char, fg)
        elif not (0x2500 <= code <= 0x257f and self.lines(x, y, char, fg)) and char != " ":
            self.draw.text((x, y), char, font=self.fonts[bold], fill=fg)
        if underlined:
            self.draw.line([x, y + self.height - 2, x + width * self.width - 1,
                            y + self.height - 2], fill=fg)

    def write(self, path):
        """The file, of a palette."""
        few = self.image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT,
                                  dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def main():
    """Read a screen, write a picture."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data = sys.stdin.buffer.read().decode("utf-8", "replace")
    lines = data.removesuffix("\n").split("\n")
    page = Page(int(sys.argv[1]), len(lines))
    look = Look()
    for row, line in enumerate(lines):
        for cell in cells(line, look):
            page.put(row, cell)
    page.write(sys.argv[2])


if __name__ == "__main__":
    main()
