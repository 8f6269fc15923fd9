// Python's pickle format, protocol 2 (Lib/pickletools.py), as torch.save writes it: one value after another,
// which containers then take from the stack.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/import/pickle_opcodes.h"

namespace progan {

class PickleWriter {
  public:
    PickleWriter();

    void operation(PickleOpcode code);
    void integer(std::int64_t value);
    void real(double value);
    void boolean(bool value);
    void text(std::string_view utf8);
    /// A class or function by its names; nothing calls it yet.
    void global(std::string_view module, std::string_view name);

    /// The whole pickle, of the one value that is on the stack.
    std::string finish();

  private:
    void little_endian(std::uint64_t value, int bytes);

    std::string bytes_;
};

}  // namespace progan
