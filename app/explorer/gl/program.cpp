#include "app/explorer/gl/program.h"

#include <glad/gl.h>

#include <string>

#include "core/support/error.h"

namespace progan::gl {
namespace {

unsigned compile(GLenum stage, std::string_view source) {
    const unsigned shader = glCreateShader(stage);
    const char* text = source.data();
    const auto length = static_cast<GLint>(source.size());
    glShaderSource(shader, 1, &text, &length);
    glCompileShader(shader);
    GLint compiled = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
    if (!compiled) {
        char log[1024] = "";
        glGetShaderInfoLog(shader, sizeof log, nullptr, log);
        glDeleteShader(shader);
        throw Error(std::string("The graphics driver rejected a shader: ") + log);
    }
    return shader;
}

}  // namespace

Program::Program(std::string_view vertex_source, std::string_view fragment_source) {
    const unsigned vertex = compile(GL_VERTEX_SHADER, vertex_source);
    unsigned fragment = 0;
    try {
        fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
    } catch (...) {
        glDeleteShader(vertex);
        throw;
    }
    name_ = glCreateProgram();
    glAttachShader(name_, vertex);
    glAttachShader(name_, fragment);
    glLinkProgram(name_);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    GLint linked = 0;
    glGetProgramiv(name_, GL_LINK_STATUS, &linked);
    if (!linked) {
        char log[1024] = "";
        glGetProgramInfoLog(name_, sizeof log, nullptr, log);
        glDeleteProgram(name_);
        throw Error(std::string("The graphics driver rejected a shader program: ") + log);
    }
}

Program::~Program() {
    glDeleteProgram(name_);
}

int Program::uniform(const char* uniform_name) const {
    return glGetUniformLocation(name_, uniform_name);
}

}  // namespace progan::gl
