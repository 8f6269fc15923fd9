#!/usr/bin/env python3
"""Turns attributes.csv, which says how each portrait was drawn, into what can be seen on it, for progan directions.

    labels.py attributes.csv -o labels.csv

The columns are those of the model's sliders, in their order. A value is empty where the attribute does not apply: the bald
have no hair, and women no beard.
"""

import argparse
import csv
import sys

# How long hair looks, 0 to 1, before the style's own share; styles tied up or shaved say nothing about length. From
# renderer/hair_style.cpp, in units of the longest strands.
STYLE_LENGTH = {
    "buzz": 0.05,
    "crop": 0.15,
    "quiff": 0.22,
    "sidepart": 0.25,
    "slick": 0.30,
    "afro": 0.40,
    "bangs": 0.60,
    "bob": 0.62,
    "curly": 0.65,
    "wavy": 0.80,
    "long": 0.90,
}
OWN_SHARE = 0.15  # of hair_length, which goes from 0 to 1 within a style
MAN = 0.2         # gender from which a beard may grow


def luminance(row, what):
    """Of an sRGB colour, 0 to 1, without undoing its gamma: nearly as light as it looks."""
    red, green, blue = (float(row[f"{what}_{channel}"]) for channel in "rgb")
    return 0.299 * red + 0.587 * green + 0.114 * blue


def hair_length(row):
    base = STYLE_LENGTH.get(row["hair_style"])
    return None if base is None else base + OWN_SHARE * (float(row["hair_length"]) - 0.5)


def with_hair(value):
    return lambda row: None if row["hair_style"] == "bald" else value(row)


def column(name, sign=1):
    return lambda row: sign * float(row[name])


LABELS = {
    "age": column("age"),
    "masculine": column("gender"),
    "smile": column("smile"),
    "mouth_open": column("mouth_open"),
    "hair_length": hair_length,
    # Grey is a label of its own, and would pass for fair.
    "hair_lightness": with_hair(lambda row: None if float(row["grey"]) > 0.1 else luminance(row, "hair")),
    "grey_hair": with_hair(column("grey")),
    "skin_tone": column("skin_tone"),
    "beard": lambda row: float(row["beard"]) if float(row["gender"]) > MAN else None,
    "glasses": lambda row: 1 if int(row["glasses"]) > 0 else 0,
    "turn": column("yaw"),
    "nod": column("pitch"),
    "light_side": column("light_azimuth"),
    "light_warmth": column("light_warmth"),
    "background": lambda row: luminance(row, "background"),
}


def text_of(value):
    return "" if value is None else f"{value:.4g}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("attributes")
    parser.add_argument("-o", "--output", required=True)
    options = parser.parse_args()
    try:
        with open(options.attributes, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        lines = [[row["file"], *(text_of(value(row)) for value in LABELS.values())] for row in rows]
        with open(options.output, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["file", *LABELS])
            writer.writerows(lines)
    except OSError as error:
        sys.exit(f"labels.py: {error.filename}: {error.strerror}")
    except (KeyError, TypeError, ValueError) as error:
        sys.exit(f"labels.py: {options.attributes} is not an attributes.csv of the portraits ({type(error).__name__}: {error}).")
    print(f"{options.output}: {len(lines)} portraits, {len(LABELS)} labels")


if __name__ == "__main__":
    main()
