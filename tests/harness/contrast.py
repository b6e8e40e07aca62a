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
