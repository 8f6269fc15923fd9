#include <algorithm>
#include <map>
#include <memory>

#include "core/import/containers/checkpoint_zip.h"
#include "core/import/containers/containers.h"
#include "core/import/containers/pickle_contents.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::uint64_t kMaxPickleBytes = 64u << 20;

std::shared_ptr<const Storage> entry_storage(std::shared_ptr<CheckpointZip> archive,
                                             CheckpointZip::Entry entry) {
    auto storage = std::make_shared<Storage>();
    storage->size = entry.size;
    storage->read = [archive = std::move(archive), entry](std::uint64_t offset, std::span<std::byte> out) {
        const std::vector<std::byte>& bytes = archive->read(entry);
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
    };
    return storage;
}

}  // namespace

void read_torch_zip(const InputFile& file, Checkpoint& checkpoint) {
    auto archive = std::make_shared<CheckpointZip>(file);
    const auto entries = archive->entries();
    // The folder inside the archive is "archive" or the file's original name.
    std::string folder;
    const CheckpointZip::Entry* pickle_entry = nullptr;
    for (const auto& [name, entry] : entries) {
        if (name != "data.pkl" && !name.ends_with("/data.pkl")) continue;
        folder = name.substr(0, name.size() - std::string_view("data.pkl").size());
        pickle_entry = &entry;
        break;
    }
    if (!pickle_entry) {
        const bool script = entries.contains("constants.pkl");
        throw Error("{} is a zip archive, but not a PyTorch checkpoint: it has no data.pkl{}.", file.name(),
                    script ? " (it looks like a TorchScript program)" : "");
    }
    if (pickle_entry->size > kMaxPickleBytes)
        throw Error("{} has a data.pkl of {} bytes, more than the maximum of {}.", file.name(),
                    pickle_entry->size, kMaxPickleBytes);
    const auto bytes = std::make_shared<const std::vector<std::byte>>(archive->read(*pickle_entry));
    const Pickle pickle(*bytes, file.name());

    std::map<std::string, std::shared_ptr<const Storage>, std::less<>> storages;
    const FindStorage find = [&](const Pickle& from, Pickle::Id id) -> std::optional<TorchStorage> {
        // ('storage', torch.FloatStorage, '0', 'cpu', 123)
        const auto parts = from.children(id);
        if (parts.size() < 5 || from.text(parts[0]) != "storage") return std::nullopt;
        const auto type = torch_storage_type(from.text(parts[1]));
        if (!type) return std::nullopt;
        const std::string key(from.text(parts[2]));
        std::shared_ptr<const Storage>& storage = storages[key];
        if (!storage) {
            const auto found = entries.find(folder + "data/" + key);
            if (found == entries.end())
                throw Error("{} is damaged: it lacks the data of storage {}.", file.name(), quote(key));
            storage = entry_storage(archive, found->second);
        }
        return TorchStorage{storage, *type};
    };
    collect(pickle, find, bytes, checkpoint);
    if (const auto order = entries.find(folder + "byteorder"); order != entries.end()) {
        const std::vector<std::byte>& text = archive->read(order->second);
        if (std::string_view(reinterpret_cast<const char*>(text.data()), text.size()) == "big")
            for (TensorGroup& group : checkpoint.groups)
                for (NamedTensor& named : group.tensors) named.tensor.big_endian = true;
    }
}

}  // namespace progan
