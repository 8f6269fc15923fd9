#include <cstring>
#include <map>
#include <memory>

#include "core/import/containers/containers.h"
#include "core/import/containers/pickle_contents.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

// The pickled magic number 0x1950a86a20f9469cfc6c, as protocol 2 writes it.
constexpr std::string_view kMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);

using Bytes = std::span<const std::byte>;

/// The element type of each storage, which is in the persistent ids, not with the data.
std::map<std::string, DType, std::less<>> storage_types(const Pickle& object) {
    std::map<std::string, DType, std::less<>> types;
    for (Pickle::Id id = 0; id < object.count(); ++id) {
        if (!object.is(id, Pickle::Kind::persistent)) continue;
        const auto parts = object.children(object.children(id)[0]);
        if (parts.size() < 5 || object.text(parts[0]) != "storage") continue;
        if (const auto type = torch_storage_type(object.text(parts[1])))
            types.emplace(std::string(object.text(parts[2])), *type);
    }
    return types;
}

/// After the pickles: for each key an element count (int64) and the numbers.
std::map<std::string, Bytes, std::less<>> locate_storages(const Pickle& object, const Pickle& keys,
                                                          Bytes rest, const std::string& name) {
    const auto types = storage_types(object);
    std::map<std::string, Bytes, std::less<>> places;
    for (const Pickle::Id key_id : keys.children(keys.root())) {
        const std::string key(keys.text(key_id));
        const auto truncated = [&] {
            return Error("{} is truncated: it ends before the data of storage {}. Download or copy it again.",
                         name, quote(key));
        };
        std::int64_t count = 0;
        if (rest.size() < sizeof(count)) throw truncated();
        std::memcpy(&count, rest.data(), sizeof(count));
        rest = rest.subspan(sizeof(count));
        const auto type = types.find(key);
        if (type == types.end())
            throw Error("{} is damaged: no tensor uses its storage {}.", name, quote(key));
        const std::uint64_t width = size_of(type->second);
        if (count < 0 || static_cast<std::uint64_t>(count) > rest.size() / width) throw truncated();
        const auto size = static_cast<std::size_t>(static_cast<std::uint64_t>(count) * width);
        places.emplace(key, rest.first(size));
        rest = rest.subspan(size);
    }
    return places;
}

}  // namespace

bool is_torch_legacy(std::string_view start) {
    return start.substr(0, kMagic.size()) == kMagic;
}

void read_torch_legacy(const InputFile& file, Checkpoint& checkpoint, const ProgressReport& progress) {
    const auto bytes = std::make_shared<const std::vector<std::byte>>(file.read_all(progress));
    Bytes rest(*bytes);
    const auto next = [&] {
        Pickle pickle(rest, file.name());
        rest = rest.subspan(pickle.size_in_bytes());
        return pickle;
    };
    next();  // magic number
    next();  // protocol version
    next();  // the system it was written on
    const Pickle object = next();
    const Pickle keys = next();
    const auto places = locate_storages(object, keys, rest, file.name());

    std::map<std::string, std::shared_ptr<const Storage>, std::less<>> storages;
    const FindStorage find = [&](const Pickle& from, Pickle::Id id) -> std::optional<TorchStorage> {
        // ('storage', torch.FloatStorage, '94024', 'cuda:0', 123, None or (view key, offset, size))
        const auto parts = from.children(id);
        if (parts.size() < 5 || from.text(parts[0]) != "storage") return std::nullopt;
        const auto type = torch_storage_type(from.text(parts[1]));
        const auto place = places.find(from.text(parts[2]));
        if (!type || place == places.end()) return std::nullopt;
        Bytes data = place->second;
        const auto view = parts.size() > 5 ? from.children(parts[5]) : std::span<const Pickle::Id>{};
        if (view.size() == 3) {
            const auto offset = from.integer(view[1]), size = from.integer(view[2]);
            const auto elements = static_cast<std::int64_t>(data.size() / size_of(*type));
            if (!offset || !size || *offset < 0 || *size < 0 || *offset > elements ||
                *size > elements - *offset)
                throw Error("{} is damaged: a view lies outside its storage.", file.name());
            data = data.subspan(static_cast<std::size_t>(*offset) * size_of(*type),
                                static_cast<std::size_t>(*size) * size_of(*type));
            return TorchStorage{memory_storage(data, bytes), *type};
        }
        std::shared_ptr<const Storage>& storage = storages[place->first];
        if (!storage) storage = memory_storage(data, bytes);
        return TorchStorage{storage, *type};
    };
    collect(object, find, bytes, checkpoint);
}

}  // namespace progan
