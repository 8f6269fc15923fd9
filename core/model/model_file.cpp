#include "core/model/model_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <span>

#include "core/keep/atomic_file.h"
#include "core/model/quote.h"
#include "core/model/safetensors.h"
#include "core/support/error.h"
#include "core/support/sha256.h"

namespace progan {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{8} << 30;
constexpr const char* kSpecKey = "progan_spec";

/// A regular file open for reading; closes itself. All reads are checked against the size found at the start.
class InputFile {
  public:
    explicit InputFile(const std::filesystem::path& path) : name_(path.string()) {
        descriptor_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor_ < 0)
            throw Error(name_ + " cannot be opened: " + std::string(std::strerror(errno)) + ".");
        struct stat status {};
        const bool known = fstat(descriptor_, &status) == 0;
        if (!known || !S_ISREG(status.st_mode)) {
            close(descriptor_);
            const bool folder = known && S_ISDIR(status.st_mode);
            throw Error(name_ + " is " + (folder ? "a folder" : "not a regular file") +
                        ", but a model is one .safetensors file.");
        }
        size_ = static_cast<std::uint64_t>(status.st_size);
    }
    ~InputFile() { close(descriptor_); }
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::string& name() const { return name_; }
    std::uint64_t size() const { return size_; }

    void read(std::uint64_t offset, std::span<std::byte> out) const {
        while (!out.empty()) {
            const ssize_t count = pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) throw Error(name_ + " cannot be read: " + std::string(std::strerror(errno)) + ".");
            if (count == 0) throw Error(name_ + " became shorter while it was read.");
            out = out.subspan(static_cast<std::size_t>(count));
            offset += static_cast<std::uint64_t>(count);
        }
    }

  private:
    std::string name_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

/// What a file is that is not safetensors, from how it begins; empty if that says nothing.
std::string recognise(std::string_view start) {
    const auto begins = [&](std::string_view text) { return start.substr(0, text.size()) == text; };
    if (begins("version https://git-lfs"))
        return "a Git-LFS pointer, not the model itself (run `git lfs pull` where it came from)";
    const std::size_t text = start.find_first_not_of(" \t\r\n");
    if (text != std::string_view::npos) {
        std::string lower(start.substr(text, 16));
        for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (lower.starts_with("<!doctype html") || lower.starts_with("<html"))
            return "a web page that was saved under a model's name (the download needs another link)";
    }
    if (begins("PK\x03\x04")) return "a zip archive, as PyTorch writes checkpoints";
    if (start.size() > 1 && start[0] == '\x80' && start[1] >= 2 && start[1] <= 5) return "a Python pickle";
    if (begins("\x89HDF")) return "an HDF5 file";
    if (begins("\x89PNG") || begins("\xff\xd8\xff")) return "a picture";
    return {};
}

void refuse_what_is_something_else(const InputFile& file) {
    if (file.size() == 0) throw Error(file.name() + " is empty; a model in safetensors format is needed.");
    std::array<char, 64> start{};
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), start.size()));
    file.read(0, std::as_writable_bytes(std::span(start).first(length)));
    if (const std::string what = recognise({start.data(), length}); !what.empty())
        throw Error(file.name() + " is " + what + "; a model in safetensors format is needed.");
    if (file.size() < kSafetensorsPrefix)
        throw Error(file.name() + " has only " + std::to_string(file.size()) +
                    " bytes; a model in safetensors format is needed.");
    if (file.size() > kLargestFile)
        throw Error(file.name() + " has " + std::to_string(file.size()) + " bytes; models of more than " +
                    std::to_string(kLargestFile) + " are refused.");
}

struct Contents {
    SafetensorsHeader header;
    std::uint64_t data_offset = 0;
};

Contents read_header(const InputFile& file) {
    std::array<std::byte, kSafetensorsPrefix> prefix{};
    file.read(0, prefix);
    const std::size_t length = safetensors_header_length(prefix, file.size(), file.name());
    std::string header(length, '\0');
    file.read(kSafetensorsPrefix, std::as_writable_bytes(std::span(header)));
    const std::uint64_t data_offset = kSafetensorsPrefix + length;
    return {parse_safetensors_header(header, file.size() - data_offset, file.name()), data_offset};
}

ModelSpec read_spec(const SafetensorsHeader& header, const std::string& name) {
    const auto found = header.metadata.find(kSpecKey);
    if (found == header.metadata.end())
        throw Error(name + " is a safetensors file, but not a ProGAN Explorer model: its metadata has no '" +
                    kSpecKey + "'.");
    try {
        return spec_from_json(found->second);
    } catch (const Error& e) {
        throw Error(name + " cannot be opened. " + e.what());
    }
}

bool shape_fits(const std::vector<std::int64_t>& shape, const TensorShape& required) {
    return shape == required.shape || (!required.other_shape.empty() && shape == required.other_shape);
}

std::string needed_shapes(const TensorShape& required) {
    return shape_text(required.shape) +
           (required.other_shape.empty() ? "" : " or " + shape_text(required.other_shape));
}

/// The file's entries in the order of required_tensors: each there once, of the right type and shape.
std::vector<SafetensorsEntry> match(const SafetensorsHeader& header, const std::vector<TensorShape>& required,
                                    const std::string& name) {
    std::map<std::string_view, const SafetensorsEntry*> by_name;
    for (const SafetensorsEntry& entry : header.entries) by_name[entry.name] = &entry;
    std::vector<SafetensorsEntry> result;
    for (const TensorShape& tensor : required) {
        const auto found = by_name.find(tensor.name);
        if (found == by_name.end())
            throw Error(name + " lacks the tensor '" + tensor.name + "' that its spec demands.");
        const SafetensorsEntry& entry = *found->second;
        if (entry.dtype != "F32")
            throw Error(name + ": tensor '" + tensor.name + "' is " + entry.dtype + ", but F32 is needed.");
        if (!shape_fits(entry.shape, tensor))
            throw Error(name + ": tensor '" + tensor.name + "' has shape " + shape_text(entry.shape) +
                        ", but the spec needs " + needed_shapes(tensor) + ".");
        result.push_back(entry);
        by_name.erase(found);
    }
    if (!by_name.empty())
        throw Error(name + " holds the tensor " + in_quotes(by_name.begin()->first) +
                    " that its spec does not know.");
    return result;
}

}  // namespace

std::int64_t Model::parameter_count() const {
    std::int64_t count = 0;
    for (const WeightTensor& tensor : tensors) count += static_cast<std::int64_t>(tensor.values.size());
    return count;
}

Model load_model(const std::filesystem::path& path) {
    const InputFile file(path);
    refuse_what_is_something_else(file);
    const Contents contents = read_header(file);
    Model model;
    model.spec = read_spec(contents.header, file.name());
    const std::vector<SafetensorsEntry> entries =
        match(contents.header, required_tensors(model.spec), file.name());

    // Only now, when every size is known to fit, is memory taken for the weights.
    std::vector<std::byte> bytes(static_cast<std::size_t>(file.size()));
    file.read(0, bytes);
    for (const SafetensorsEntry& entry : entries) {
        WeightTensor tensor{entry.name, entry.shape, {}};
        tensor.values.resize((entry.end - entry.begin) / sizeof(float));
        std::memcpy(tensor.values.data(), bytes.data() + contents.data_offset + entry.begin,
                    entry.end - entry.begin);
        model.tensors.push_back(std::move(tensor));
    }
    model.sha256 = sha256_hex(bytes);
    model.path = path;
    model.file_bytes = bytes.size();
    return model;
}

void save_model(const std::filesystem::path& path, const Model& model) {
    validate(model.spec);
    const std::vector<TensorShape> required = required_tensors(model.spec);
    const auto wrong = [&](const std::string& what) {
        return Error("The model for " + path.string() + " cannot be saved: " + what + ".");
    };
    if (model.tensors.size() != required.size())
        throw wrong("it has " + std::to_string(model.tensors.size()) + " tensors, but its spec demands " +
                    std::to_string(required.size()));
    std::vector<SafetensorsTensor> tensors;
    for (std::size_t i = 0; i < required.size(); ++i) {
        const WeightTensor& tensor = model.tensors[i];
        if (tensor.name != required[i].name)
            throw wrong("tensor '" + required[i].name + "' is missing or not in its place");
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape) count *= size;
        if (!shape_fits(tensor.shape, required[i]) ||
            count != static_cast<std::int64_t>(tensor.values.size()))
            throw wrong("tensor '" + tensor.name + "' has " + std::to_string(tensor.values.size()) +
                        " values and shape " + shape_text(tensor.shape) + ", but the spec needs " +
                        needed_shapes(required[i]));
        tensors.push_back({tensor.name, tensor.shape, tensor.values});
    }
    write_file_atomically(path, write_safetensors(tensors, {{kSpecKey, spec_to_json(model.spec)}}));
}

}  // namespace progan
