# progan::md4c: Debian's libmd4c, which reads Markdown.
find_package(PkgConfig REQUIRED)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)
add_library(progan_md4c INTERFACE)
add_library(progan::md4c ALIAS progan_md4c)
target_link_libraries(progan_md4c INTERFACE PkgConfig::MD4C)
