# progan::sdbus: sd-bus of libsystemd, by which the desktop's own file dialogs are asked for. Every Debian has
# the library, which apt itself needs, and it brings no event loop along. libportal would: GLib's; and it
# takes only windows of GTK and Qt as the parent of a dialog. There need be neither systemd nor a bus where
# the program runs.
find_package(PkgConfig REQUIRED)
pkg_check_modules(SDBUS REQUIRED IMPORTED_TARGET libsystemd)
add_library(progan_sdbus INTERFACE)
add_library(progan::sdbus ALIAS progan_sdbus)
target_link_libraries(progan_sdbus INTERFACE PkgConfig::SDBUS)
