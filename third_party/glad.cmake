# progan::glad: the OpenGL 3.3 core loader, generated at build time, offline, by Debian's python3-glad.
# Debian's command runs with the system's python, also where another python3 comes first on the path.
find_program(GLAD_PROGRAM glad REQUIRED)
find_program(GLAD_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
set(GLAD_DIR ${PROJECT_BINARY_DIR}/glad)
add_custom_command(
  OUTPUT ${GLAD_DIR}/src/gl.c ${GLAD_DIR}/include/glad/gl.h
  COMMAND ${GLAD_PYTHON} ${GLAD_PROGRAM} --reproducible --quiet --api gl:core=3.3 --extensions=
    --out-path ${GLAD_DIR} c
  COMMENT "Generating the OpenGL loader"
  VERBATIM)
add_library(progan_glad STATIC ${GLAD_DIR}/src/gl.c)
add_library(progan::glad ALIAS progan_glad)
target_include_directories(progan_glad SYSTEM PUBLIC ${GLAD_DIR}/include)
target_link_libraries(progan_glad PUBLIC ${CMAKE_DL_LIBS})
