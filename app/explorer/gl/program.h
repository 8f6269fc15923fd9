// A linked GLSL program. RAII; the GL context's thread only.
#pragma once

#include <string_view>

namespace progan::gl {

class Program {
  public:
    /// Throws Error with the driver's log if compiling or linking fails.
    Program(std::string_view vertex_source, std::string_view fragment_source);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    unsigned name() const { return name_; }
    int uniform(const char* uniform_name) const;

  private:
    unsigned name_ = 0;
};

}  // namespace progan::gl
