#include <zip.h>

#include <algorithm>
#include <map>
#include <memory>

#include "core/import/containers/containers.h"
#include "core/import/containers/pickle_contents.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::uint64_t kMaxPickleBytes = 64u << 20;

/// An open archive; shared by the storages that read from it later.
class Archive {
  public:
    explicit Archive(const InputFile& file) : name_(file.name()), file_bytes_(file.size()) {
        int code = 0;
        zip_ = zip_open(name_.c_str(), ZIP_RDONLY, &code);
        if (!zip_) {
            zip_error_t error;
            zip_error_init_with_code(&error, code);
            const std::string text = zip_error_strerror(&error);
            zip_error_fini(&error);
            throw Error("{} is a truncated or damaged zip archive ({}). Download or copy it again.", name_,
                        text);
        }
    }
    ~Archive() { zip_discard(zip_); }
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    struct Entry {
        zip_uint64_t index = 0;
        std::uint64_t size = 0;
    };

    /// Entries by name. PyTorch does not compress; a compressed entry must not claim more than the file could
    /// hold.
    std::map<std::string, Entry, std::less<>> entries() const {
        std::map<std::string, Entry, std::less<>> result;
        const zip_int64_t count = zip_get_num_entries(zip_, 0);
        for (zip_int64_t i = 0; i < count; ++i) {
            zip_stat_t stat;
            if (zip_stat_index(zip_, static_cast<zip_uint64_t>(i), 0, &stat) != 0 || !stat.name) continue;
            if (stat.size > 2 * file_bytes_)
                throw Error("{}: its entry {} claims {} bytes in a file of {}.", name_, quote(stat.name),
                            stat.size, file_bytes_);
            result.emplace(stat.name, Entry{static_cast<zip_uint64_t>(i), stat.size});
        }
        return result;
    }

    /// A whole entry. The last one is cached, so that tensors sharing a storage read it once.
    const std::vector<std::byte>& read(const Entry& entry) {
        if (cached_ && cached_index_ == entry.index) return *cached_;
        cached_.reset();
        std::vector<std::byte> bytes(static_cast<std::size_t>(entry.size));
        zip_file_t* stream = zip_fopen_index(zip_, entry.index, 0);
        const auto damaged = [&] {
            return Error("{} is damaged: its entry {} cannot be read. Download or copy it again.", name_,
                         entry.index);
        };
        if (!stream) throw damaged();
        std::size_t done = 0;
        while (done < bytes.size()) {
            const zip_int64_t count = zip_fread(stream, bytes.data() + done, bytes.size() - done);
            if (count <= 0) break;
            done += static_cast<std::size_t>(count);
        }
        std::byte beyond;
        const bool whole = done == bytes.size() && zip_fread(stream, &beyond, 1) == 0;  // checks the CRC
        if (zip_fclose(stream) != 0 || !whole) throw damaged();
        cached_index_ = entry.index;
        cached_ = std::make_unique<std::vector<std::byte>>(std::move(bytes));
        return *cached_;
    }

  private:
    std::string name_;
    std::uint64_t file_bytes_;
    zip_t* zip_ = nullptr;
    std::unique_ptr<std::vector<std::byte>> cached_;
    zip_uint64_t cached_index_ = 0;
};

std::shared_ptr<const Storage> entry_storage(std::shared_ptr<Archive> archive, Archive::Entry entry) {
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
    auto archive = std::make_shared<Archive>(file);
    const auto entries = archive->entries();
    // The folder inside the archive is "archive" or the file's original name.
    std::string folder;
    const Archive::Entry* pickle_entry = nullptr;
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
