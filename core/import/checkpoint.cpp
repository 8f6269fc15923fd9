#include "core/import/checkpoint.h"

#include "core/files/file_kind.h"
#include "core/files/safetensors.h"
#include "core/image/picture_kind.h"
#include "core/import/containers/containers.h"
#include "core/model/model_file.h"
#include "core/support/error.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30;

bool is_zip(std::string_view start) {
    return start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06");
}

/// A safetensors file starts with a small length, whose upper bytes are zero, and a JSON object.
bool is_safetensors(std::string_view start) {
    return start.size() > kSafetensorsPrefix && start[kSafetensorsPrefix] == '{' && start[6] == 0 &&
           start[7] == 0;
}

/// Says what the folder is instead.
Error without_checkpoint(const fs::path& folder) {
    std::error_code error;
    const std::string name = folder.string(), model = (folder / "model.safetensors").string();
    if (fs::exists(folder / "events.jsonl", error))
        return Error("{} is the folder of a training run; its model is {}.", name, model);
    if (is_model_file(model)) return Error("{} is a folder; the model in it is {}.", name, model);
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
        if (is_model_file(entry.path()))
            return Error("{} is a folder; choose a model in it, such as {}.", name, entry.path().string());
    if (fs::is_empty(folder, error) && !error)
        return Error("{} is an empty folder: it contains no model, no checkpoint and no pictures.", name);
    if (holds_pictures(folder))
        return Error("{} is a folder of pictures, on which a generator can be trained, not a model.", name);
    return Error(
        "{} is a folder that contains neither model.safetensors nor the .index file of a TensorFlow "
        "checkpoint.",
        name);
}

}  // namespace

std::optional<double> Checkpoint::number(std::string_view path) const {
    const auto found = numbers.find(path);
    if (found == numbers.end()) return std::nullopt;
    return found->second;
}

Checkpoint open_checkpoint(const fs::path& path, const ProgressReport& progress) {
    Checkpoint checkpoint;
    checkpoint.file = path.string();
    if (const fs::path index = find_tensor_bundle(path); !index.empty()) {
        checkpoint.container = "tensorbundle";
        read_tensor_bundle(index, checkpoint);
        checkpoint.sha256 = InputFile(index).sha256();
        return checkpoint;
    }
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) throw without_checkpoint(path);
    const auto file = std::make_shared<InputFile>(path);
    if (file->size() == 0) throw Error("{} is empty, but a checkpoint is needed.", file->name());
    if (file->size() > kMaxFileBytes)
        throw Error("{} has {} bytes, more than the maximum of {} for a checkpoint.", file->name(),
                    file->size(), kMaxFileBytes);
    const std::string start = file_start(*file);
    checkpoint.file_bytes = file->size();
    if (is_hdf5(start)) {
        checkpoint.container = "keras-hdf5";
        read_keras_hdf5(*file, checkpoint, progress);
    } else if (is_zip(start) && is_keras_archive(*file)) {
        checkpoint.container = "keras";
        read_keras_archive(*file, checkpoint, progress);
    } else if (is_zip(start)) {
        checkpoint.container = "torch-zip";
        read_torch_zip(*file, checkpoint);
    } else if (is_torch_legacy(start)) {
        checkpoint.container = "torch-legacy";
        read_torch_legacy(*file, checkpoint, progress);
    } else if (is_plain_pickle(start)) {
        checkpoint.container = "pickle";
        read_plain_pickle(*file, checkpoint, progress);
    } else if (is_safetensors(start)) {
        checkpoint.container = "safetensors";
        read_safetensors(file, checkpoint);
    } else {
        const std::string kind = file_kind(start);
        throw Error(
            "{} is {}; expected a .safetensors model, a PyTorch, TensorFlow or Keras checkpoint, or a "
            "pickle.",
            file->name(), kind.empty() ? "not a supported model or checkpoint" : kind);
    }
    checkpoint.sha256 = file->sha256(progress);
    return checkpoint;
}

bool is_checkpoint(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return true;
    try {
        if (!find_tensor_bundle(path).empty()) return true;
        const InputFile file(path);
        const std::string start = file_start(file);
        return is_zip(start) || is_hdf5(start) || is_torch_legacy(start) || is_plain_pickle(start);
    } catch (const Error&) {
        return false;
    }
}

}  // namespace progan
