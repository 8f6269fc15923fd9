# Fonts from Debian packages (fonts-inter, fonts-vlgothic), found here and opened where they are at run time.
find_file(PROGAN_FONT_FILE NAMES Inter-Regular.otf Inter-Regular.ttf DejaVuSans.ttf
  PATHS /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/inter /usr/share/fonts/truetype/dejavu NO_DEFAULT_PATH)
find_file(PROGAN_JAPANESE_FONT_FILE NAMES VL-PGothic-Regular.ttf VL-Gothic-Regular.ttf
  PATHS /usr/share/fonts/truetype/vlgothic NO_DEFAULT_PATH)
