# Fonts from Debian packages (fonts-inter, fonts-vlgothic, fonts-materialdesignicons-webfont), found here and
# opened where they are at run time. None of them is needed: without one there are other letters, no Japanese,
# or words for icons.
if(WIN32)
  set(PROGAN_FONT_FILE C:/Windows/Fonts/arial.ttf)  # which all of them have
endif()
find_file(PROGAN_FONT_FILE NAMES Inter-Regular.otf Inter-Regular.ttf DejaVuSans.ttf
  PATHS /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/inter /usr/share/fonts/truetype/dejavu
  NO_DEFAULT_PATH)
find_file(PROGAN_HEADING_FONT_FILE NAMES Inter-SemiBold.otf Inter-SemiBold.ttf DejaVuSans-Bold.ttf
  PATHS /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/inter /usr/share/fonts/truetype/dejavu
  NO_DEFAULT_PATH)
find_file(PROGAN_JAPANESE_FONT_FILE NAMES VL-PGothic-Regular.ttf VL-Gothic-Regular.ttf
  PATHS /usr/share/fonts/truetype/vlgothic NO_DEFAULT_PATH)
find_file(PROGAN_ICON_FONT_FILE NAMES materialdesignicons-webfont.ttf
  PATHS /usr/share/fonts/truetype/materialdesignicons-webfont NO_DEFAULT_PATH)
