#include "core/files/input_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "core/files/file_kind.h"
#include "core/files/sha256.h"

namespace progan {
namespace {
constexpr std::size_t kPiece = std::size_t{4} << 20;
}

Error not_opened(const std::filesystem::path& path, int error) {
    const std::string address = error == ENOENT || error == ENOTDIR ? web_address(path) : "";
    if (address.empty()) return Error("{} cannot be opened: {}.", path.string(), std::strerror(error));
    return Error("{} is a web address, but a file on this computer is needed. Download it first.", address);
}

namespace {

Descriptor opened(const std::filesystem::path& path) {
    Descriptor file = system::open_to_read(path);
    if (!file) throw not_opened(path, errno);
    return file;
}

}  // namespace

InputFile::InputFile(const std::filesystem::path& path) : InputFile(opened(path), path.string()) {}

InputFile::InputFile(Descriptor open, std::string name)
    : name_(std::move(name)), descriptor_(std::move(open)) {
    using Kind = system::FileFacts::Kind;
    const std::optional<system::FileFacts> facts = system::facts_of(descriptor_);
    if (!facts || facts->kind != Kind::file)
        throw Error("{} is {}, but a file is needed.", name_,
                    facts && facts->kind == Kind::folder ? "a folder" : "not a regular file");
    size_ = facts->size;
}

void InputFile::read(std::uint64_t offset, std::span<std::byte> out) const {
    while (!out.empty()) {
        const std::ptrdiff_t count = system::read_some_at(descriptor_, out, offset);
        if (count < 0) throw Error("{} cannot be read: {}.", name_, std::strerror(errno));
        if (count == 0) throw Error("{} was truncated while it was being read.", name_);
        out = out.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

std::vector<std::byte> InputFile::read_all(const ProgressReport& progress) const {
    std::vector<std::byte> bytes(static_cast<std::size_t>(size_));
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
        if (progress) progress(static_cast<std::int64_t>(at), static_cast<std::int64_t>(size_));
        read(at, std::span(bytes).subspan(at, std::min(kPiece, bytes.size() - at)));
    }
    return bytes;
}

std::string InputFile::sha256(const ProgressReport& progress) const {
    Sha256 digest;
    std::vector<std::byte> piece(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, size_)));
    for (std::uint64_t at = 0; at < size_; at += kPiece) {
        if (progress) progress(static_cast<std::int64_t>(at), static_cast<std::int64_t>(size_));
        const auto part =
            std::span(piece).first(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, size_ - at)));
        read(at, part);
        digest.add(part);
    }
    return digest.hex();
}

}  // namespace progan
