"""How well a colour can be told from what is behind it, by WCAG's contrast."""


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour, opacity, page):
    """What is seen of a colour that the page shines through."""
    mixed = (opacity * int(colour[i : i + 2], 16) + (1 - opacity) * int(page[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


# Asked of a page: each element that holds words, and the contrast of these.
CONTRASTS = """
(() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => channels(colour).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    const colour = getComputedStyle(e).backgroundColor;
    return channels(colour)[3] === 0 ? behind(e.parentElement) : colour;
  };
  const speaks = e => !e.closest("title, style, script")
    && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
  return [...document.body.querySelectorAll("*")].filter(speaks).map(e => {
    const style = getComputedStyle(e), ink = e.closest("svg") ? style.fill : style.color;
    const [low, high] = [light(ink), light(behind(e))].sort((a, b) => a - b);
    return [(high + 0.05) / (low + 0.05), e.outerHTML.slice(0, 80)];
  });
})()
"""
