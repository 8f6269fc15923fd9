// TensorFlow's checkpoint format V2: an index in LevelDB's table format, whose values are small protocol
// buffers that locate each variable in the data shards. Formats: leveldb doc/table_format.md;
// tensorflow/core/protobuf/tensor_bundle.proto.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/import/containers/containers.h"
#include "core/import/containers/protobuf_wire.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFooter = 48;
constexpr std::uint64_t kTableMagic = 0xdb4775248b80fb57;
constexpr std::uint64_t kMaxIndexBytes = 64u << 20;
constexpr std::size_t kMaxVariables = 100'000;

struct BundleEntry {
    std::uint64_t type = 0, shard = 0, offset = 0, size = 0;
    std::vector<std::int64_t> shape;
    bool sliced = false;
};

BundleEntry parse_entry(WireBytes value, const std::string& name) {
    BundleEntry entry;
    WireCursor message(value, name);
    while (const auto field = next_field(message)) {
        if (field->number == 1) entry.type = field->integer;
        if (field->number == 3) entry.shard = field->integer;
        if (field->number == 4) entry.offset = field->integer;
        if (field->number == 5) entry.size = field->integer;
        if (field->number == 7) entry.sliced = true;
        if (field->number != 2) continue;
        WireCursor shape(field->bytes, name);
        while (const auto dimension = next_field(shape)) {
            if (dimension->number != 2) continue;
            std::int64_t side = 0;
            WireCursor parts(dimension->bytes, name);
            while (const auto part = next_field(parts))
                if (part->number == 1) side = static_cast<std::int64_t>(part->integer);
            entry.shape.push_back(side);
        }
    }
    return entry;
}

std::optional<DType> tensorflow_type(std::uint64_t type) {
    switch (type) {
        case 1:
            return DType::f32;
        case 2:
            return DType::f64;
        case 3:
            return DType::i32;
        case 4:
            return DType::u8;
        case 5:
            return DType::i16;
        case 6:
            return DType::i8;
        case 9:
            return DType::i64;
        case 10:
            return DType::boolean;
        case 14:
            return DType::bf16;
        case 19:
            return DType::f16;
        default:
            return std::nullopt;  // texts and other types without numbers
    }
}

/// The table's key-value pairs, in order.
class Table {
  public:
    Table(WireBytes bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    std::vector<std::pair<std::string, WireBytes>> entries() const {
        if (bytes_.size() < kFooter)
            throw Error("{} is too short for a TensorFlow index. Copy it again.", name_);
        WireCursor footer(bytes_.last(kFooter), name_);
        footer.varint();  // metaindex: offset, size
        footer.varint();
        const std::uint64_t offset = footer.varint(), size = footer.varint();
        std::uint64_t magic = 0;
        std::memcpy(&magic, bytes_.last(8).data(), 8);
        if (magic != kTableMagic) throw Error("{} is not a TensorFlow index, or it is truncated.", name_);
        std::vector<std::pair<std::string, WireBytes>> result;
        for (const auto& [key, handle] : block(offset, size)) {
            WireCursor place(handle, name_);
            const std::uint64_t block_offset = place.varint(), block_size = place.varint();
            for (auto& pair : block(block_offset, block_size)) result.push_back(std::move(pair));
            if (result.size() > kMaxVariables)
                throw Error("{} has more than the maximum of {} variables.", name_, kMaxVariables);
        }
        return result;
    }

  private:
    std::vector<std::pair<std::string, WireBytes>> block(std::uint64_t offset, std::uint64_t size) const {
        WireCursor whole(bytes_, name_);
        whole.take(offset);
        const WireBytes contents = whole.take(size);
        if (whole.take(1)[0] != std::byte{0})
            throw Error("{} is a compressed index, but only uncompressed ones are supported.", name_);
        if (contents.size() < 4) whole.fail();
        std::uint32_t restarts = 0;
        std::memcpy(&restarts, contents.last(4).data(), 4);
        if (restarts > (contents.size() - 4) / 4) whole.fail();
        WireCursor rows(contents.first(contents.size() - 4 - std::size_t{4} * restarts), name_);
        std::vector<std::pair<std::string, WireBytes>> result;
        std::string key;
        while (!rows.empty()) {
            const std::uint64_t shared = rows.varint(), unshared = rows.varint(), length = rows.varint();
            if (shared > key.size() || shared + unshared > 4096) rows.fail();
            const WireBytes suffix = rows.take(unshared);
            key.resize(static_cast<std::size_t>(shared));
            key.append(reinterpret_cast<const char*>(suffix.data()), suffix.size());
            result.emplace_back(key, rows.take(length));
            if (result.size() > kMaxVariables) rows.fail();
        }
        return result;
    }

    WireBytes bytes_;
    const std::string& name_;
};

/// The data shards, opened when first asked for.
class Shards {
  public:
    Shards(const fs::path& index, std::uint64_t count) : count_(count) {
        stem_ = index.string();
        stem_.resize(stem_.size() - std::string_view(".index").size());
    }

    std::shared_ptr<const InputFile> get(std::uint64_t shard) {
        std::shared_ptr<const InputFile>& file = files_[shard];
        if (file) return file;
        char suffix[64];
        std::snprintf(suffix, sizeof(suffix), ".data-%05llu-of-%05llu",
                      static_cast<unsigned long long>(shard), static_cast<unsigned long long>(count_));
        const fs::path path = stem_ + suffix;
        std::error_code ignored;
        if (!fs::exists(path, ignored))
            throw Error("{}.index lacks its data: {} is missing. Copy it to the same folder.", stem_,
                        path.filename().string());
        return file = std::make_shared<const InputFile>(path);
    }

  private:
    std::string stem_;
    std::uint64_t count_;
    std::map<std::uint64_t, std::shared_ptr<const InputFile>> files_;
};

std::shared_ptr<const Storage> shard_storage(std::shared_ptr<const InputFile> file, std::uint64_t offset,
                                             std::uint64_t size) {
    auto storage = std::make_shared<Storage>();
    storage->size = size;
    storage->read = [file = std::move(file), offset](std::uint64_t from, std::span<std::byte> out) {
        file->read(offset + from, out);
    };
    return storage;
}

}  // namespace

void read_tensor_bundle(const fs::path& index, Checkpoint& checkpoint) {
    const InputFile file(index);
    if (file.size() > kMaxIndexBytes)
        throw Error("{} has {} bytes, more than the maximum of {} for an index.", file.name(), file.size(),
                    kMaxIndexBytes);
    const std::vector<std::byte> bytes = file.read_all();
    const auto entries = Table(bytes, file.name()).entries();
    std::uint64_t shard_count = 1, big_endian = 0;
    if (!entries.empty() && entries[0].first.empty()) {
        WireCursor header(entries[0].second, file.name());
        while (const auto field = next_field(header)) {
            if (field->number == 1) shard_count = field->integer;
            if (field->number == 2) big_endian = field->integer;
        }
    }
    Shards shards(index, shard_count);
    TensorGroup group;
    for (const auto& [key, value] : entries) {
        if (key.empty()) continue;
        const BundleEntry entry = parse_entry(value, file.name());
        const auto type = tensorflow_type(entry.type);
        if (!type || entry.sliced) continue;
        const std::string what = fmt::format("{}: the variable {}", file.name(), quote(key));
        if (entry.shard >= shard_count) throw Error("{} refers to a missing shard.", what);
        const auto data = shards.get(entry.shard);
        if (entry.offset > data->size() || entry.size > data->size() - entry.offset)
            throw Error("{} is truncated: it ends before the variable {}. Copy it again.", data->name(),
                        quote(key));
        std::vector<std::int64_t> strides = contiguous_strides(entry.shape);
        group.tensors.push_back(
            {key, make_tensor(shard_storage(data, entry.offset, entry.size), *type, big_endian != 0, 0,
                              entry.shape, std::move(strides), what)});
    }
    if (!group.tensors.empty()) {
        const auto data = shards.get(0);
        checkpoint.file_bytes = data->size();
        checkpoint.groups.push_back(std::move(group));
    }
}

fs::path find_tensor_bundle(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
        const std::string name = path.filename().string();
        if (name.ends_with(".index")) return path;
        const std::size_t data = name.rfind(".data-");
        if (data != std::string::npos) return path.parent_path() / (name.substr(0, data) + ".index");
        if (name == "saved_model.pb" || name == "tfhub_module.pb" || name == "checkpoint")
            return find_tensor_bundle(path.parent_path().empty() ? "." : path.parent_path());
        return {};
    }
    if (fs::path variables = path / "variables/variables.index"; fs::exists(variables, ignored))
        return variables;
    // A TF1 checkpoint folder: the newest of several model.ckpt-N.index, the one with the largest N.
    fs::path best;
    std::uint64_t best_step = 0;
    std::size_t looked_at = 0;
    for (const auto& entry : fs::directory_iterator(path, ignored)) {
        if (++looked_at > 10'000) break;
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".index")) continue;
        std::uint64_t step = 0;
        for (const char c : name.substr(0, name.size() - 6))
            step = c >= '0' && c <= '9' ? step * 10 + static_cast<std::uint64_t>(c - '0') : 0;
        if (best.empty() || step > best_step) {
            best = entry.path();
            best_step = step;
        }
    }
    if (best.empty() &&
        (fs::exists(path / "saved_model.pb", ignored) || fs::exists(path / "tfhub_module.pb", ignored)))
        throw Error("{} is a SavedModel without its variables: variables/variables.index is missing.",
                    path.string());
    return best;
}

}  // namespace progan
