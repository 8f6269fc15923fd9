#include "core/import/containers/hdf5_reader.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/files/memory_file.h"
#include "core/files/safetensors.h"
#include "core/import/containers/containers.h"
#include "core/support/child_process.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/support/text.h"
#include "core/system/child_process.h"

namespace progan {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{2} << 30;
constexpr std::uint64_t kMaxPhraseBytes = 1000;

/// A slow disk is given longer than the process may compute.
std::chrono::seconds longest_reading(std::uint64_t file_bytes) {
    return std::chrono::seconds(60 + static_cast<std::int64_t>(file_bytes >> 22));
}

/// What the reading process has written about a file that it could not read.
std::string phrase_in(const InputFile& written) {
    std::string phrase(static_cast<std::size_t>(std::min(written.size(), kMaxPhraseBytes)), '\0');
    written.read(0, std::as_writable_bytes(std::span(phrase)));
    return printable(phrase);
}

/// Of the program that reads the file.
std::filesystem::path reader_for(const InputFile& file) {
    if (!system::can_start_children())
        throw Error("{} is HDF5, as written by Keras, which this program cannot read on this system.",
                    file.name());
    try {
        return find_hdf5_reader();
    } catch (const Error& error) {
        throw Error("{} cannot be read. {}", file.name(), error.what());
    }
}

}  // namespace

bool is_hdf5(std::string_view start) {
    return start.starts_with("\x89HDF\r\n\x1a\n");
}

Hdf5Contents hdf5_contents(const std::shared_ptr<InputFile>& written) {
    Hdf5Contents contents;
    SafetensorsHeader header = read_safetensors_header(*written).header;
    contents.texts.insert(std::make_move_iterator(header.metadata.begin()),
                          std::make_move_iterator(header.metadata.end()));
    Checkpoint tensors;
    read_safetensors(written, tensors);
    for (NamedTensor& named : tensors.groups.at(0).tensors)
        contents.tensors.emplace(std::move(named.name), std::move(named.tensor));
    return contents;
}

Hdf5Contents read_hdf5(const InputFile& file, const ProgressReport& progress) {
    if (file.size() > kMaxFileBytes)
        throw Error("{} has {} bytes of HDF5, more than the maximum of {}.", file.name(), file.size(),
                    kMaxFileBytes);
    const std::filesystem::path reader = reader_for(file);
    Descriptor output = memory_file(file.name());
    const std::chrono::seconds longest = longest_reading(file.size());
    const std::optional<ChildEnd> end =
        run_between({reader, {}, {}}, file.descriptor(), output.get(), longest, [&] {
            if (progress) progress(0, static_cast<std::int64_t>(std::max<std::uint64_t>(file.size(), 1)));
        });
    const auto written = std::make_shared<InputFile>(std::move(output), file.name());
    if (end && end->succeeded()) return hdf5_contents(written);
    if (end && end->signal == 0 && end->exit_status == 1 && written->size() > 0)
        throw Error("{} {}", file.name(), phrase_in(*written));
    if (end && end->was_asked_to_end())
        throw Error("{} was not read, because the program that reads it was stopped.", file.name());
    if (!end || end->was_at_limit())
        throw Error("{} takes more time or memory to read than an HDF5 file of its size should.",
                    file.name());
    if (end->signal == 0)
        throw Error("{} could not be read: {} ended with exit status {}.", file.name(), reader.string(),
                    end->exit_status);
    throw Error("{} is damaged: the HDF5 library crashed while reading it, in a separate process.",
                file.name());
}

}  // namespace progan
