#include <memory>

#include "core/import/containers/containers.h"
#include "core/import/containers/pickle_contents.h"

namespace progan {

bool is_plain_pickle(std::string_view start) {
    if (start.size() < 2) return false;
    const auto first = static_cast<unsigned char>(start[0]), second = static_cast<unsigned char>(start[1]);
    if (first == 0x80) return second >= 2 && second <= 5;
    // Protocols 0 and 1 have no signature; they start with the opcode of a container or class.
    return start.starts_with("(lp") || start.starts_with("(dp") || start.starts_with("((") ||
           start.starts_with("(c") || start.starts_with("}q") || start.starts_with("]q") ||
           start.starts_with("(i") || start.starts_with("ccopy_reg\n") || start.starts_with("ccopyreg\n") ||
           start.starts_with("ccollections\n");
}

void read_plain_pickle(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress) {
    const auto bytes = std::make_shared<const std::vector<std::byte>>(file.read_all(progress));
    const Pickle pickle(*bytes, file.name());
    const FindStorage none = [](const Pickle&, Pickle::Id) { return std::nullopt; };
    collect(pickle, none, bytes, checkpoint);
}

}  // namespace progan
