#include "core/axes/axis_name.h"

namespace progan {
namespace {

constexpr std::size_t kMaxNameBytes = 100;

}  // namespace

std::string axis_name(const std::string& typed) {
    const auto from = typed.find_first_not_of(" \t");
    if (from == std::string::npos) return {};
    std::string name = typed.substr(from, typed.find_last_not_of(" \t") - from + 1);
    if (name.size() > kMaxNameBytes) {
        std::size_t end = kMaxNameBytes;
        while ((static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;  // whole UTF-8 characters
        name.resize(end);
    }
    return name;
}

}  // namespace progan
