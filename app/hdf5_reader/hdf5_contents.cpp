#include "app/hdf5_reader/hdf5_contents.h"

#include <hdf5.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

#include "core/files/descriptor.h"
#include "core/files/json_text.h"
#include "core/files/safetensors.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr int kMaxRank = 8;
constexpr std::size_t kCorePiece = std::size_t{64} << 10;
constexpr hsize_t kMaxListedTexts = 20'000;

/// An identifier of the library's, closed by its owner.
class Handle {
  public:
    using Close = herr_t (*)(hid_t);
    Handle(hid_t id, Close close) : id_(id), close_(close) {}
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Handle& operator=(Handle&&) = delete;
    hid_t get() const { return id_; }
    explicit operator bool() const { return id_ >= 0; }

  private:
    hid_t id_;
    Close close_;
};

Error damaged() {
    return Error("is a truncated or damaged HDF5 file. Download or copy it again.");
}

Handle whole(Handle handle) {
    if (!handle) throw damaged();
    return handle;
}

/// A data set to be written, in the order in which they are found.
struct Found {
    std::string path;
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0;
};

std::string joined(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "/" + name;
}

herr_t add_link_name(hid_t, const char* name, const H5L_info_t*, void* names) {
    try {
        static_cast<std::vector<std::string>*>(names)->emplace_back(name);
        return 0;
    } catch (...) {  // no exception may pass through C
        return -1;
    }
}

herr_t add_attribute_name(hid_t, const char* name, const H5A_info_t*, void* names) {
    return add_link_name(0, name, nullptr, names);
}

/// Walks through a file and keeps what is found.
class Walk {
  public:
    explicit Walk(const Hdf5Limits& limits) : limits_(limits) {}

    void group(const Handle& at, const std::string& path, int depth) {
        if (depth > limits_.depth)
            throw Error("has groups nested more than {} deep, which no Keras model has.", limits_.depth);
        attributes(at, path);
        std::vector<std::string> names;
        if (H5Literate(at.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add_link_name, &names) < 0)
            throw damaged();
        for (const std::string& name : names) {
            if (name.empty() || name == "." || name.find('/') != std::string::npos) throw damaged();
            const std::string inner = joined(path, name);
            if (path.empty() && (name == "optimizer_weights" || name == "optimizer")) continue;
            H5L_info_t link{};
            if (H5Lget_info(at.get(), name.c_str(), &link, H5P_DEFAULT) < 0) throw damaged();
            if (link.type != H5L_TYPE_HARD)
                throw Error(
                    "has a link instead of data, {}, which may lead to another file and is not followed.",
                    quote(inner));
            if (++objects_ > limits_.objects)
                throw Error("holds more than {} groups and data sets, the maximum.", limits_.objects);
            count_text(inner.size());
            const Handle object = whole({H5Oopen(at.get(), name.c_str(), H5P_DEFAULT), H5Oclose});
            const H5I_type_t type = H5Iget_type(object.get());
            if (type == H5I_GROUP) group(object, inner, depth + 1);
            if (type == H5I_DATASET) data_set(object, inner);
        }
    }

    const std::vector<Found>& found() const { return found_; }
    const std::map<std::string, std::string>& texts() const { return texts_; }

  private:
    void count_text(std::size_t bytes) {
        text_bytes_ += bytes;
        if (text_bytes_ > limits_.text_bytes)
            throw Error("holds more than {} bytes of strings and names, the maximum.", limits_.text_bytes);
    }

    void data_set(const Handle& set, const std::string& path) {
        const Handle type = whole({H5Dget_type(set.get()), H5Tclose});
        const H5T_class_t kind = H5Tget_class(type.get());
        if (kind != H5T_FLOAT && kind != H5T_INTEGER) return;
        const Handle properties = whole({H5Dget_create_plist(set.get()), H5Pclose});
        if (H5Pget_layout(properties.get()) == H5D_VIRTUAL || H5Pget_external_count(properties.get()) != 0)
            throw Error("stores the numbers of {} in other files, which are not opened.", quote(path));
        const Handle space = whole({H5Dget_space(set.get()), H5Sclose});
        if (H5Sget_simple_extent_type(space.get()) == H5S_NULL) return;
        const int rank = H5Sget_simple_extent_ndims(space.get());
        if (rank < 0) throw damaged();
        if (rank > kMaxRank)
            throw Error("holds {}, which has {} dimensions, more than the maximum of {}.", quote(path), rank,
                        kMaxRank);
        std::vector<hsize_t> sides(static_cast<std::size_t>(rank));
        if (rank > 0 && H5Sget_simple_extent_dims(space.get(), sides.data(), nullptr) < 0) throw damaged();
        Found one{path, {}, sizeof(float)};
        bool fits = true;
        for (const hsize_t side : sides) {
            fits = fits && side <= limits_.tensor_bytes &&
                   !__builtin_mul_overflow(one.bytes, std::uint64_t{side}, &one.bytes);
            one.shape.push_back(static_cast<std::int64_t>(side));
        }
        if (!fits || one.bytes > limits_.tensor_bytes - tensor_bytes_)
            throw Error("declares {} as {}, more numbers than a file of its size can hold.", quote(path),
                        shape_text(one.shape));
        tensor_bytes_ += one.bytes;
        found_.push_back(std::move(one));
    }

    void attributes(const Handle& object, const std::string& path) {
        std::vector<std::string> names;
        if (H5Aiterate2(object.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add_attribute_name, &names) < 0)
            throw damaged();
        for (const std::string& name : names) {
            const Handle attribute = whole({H5Aopen(object.get(), name.c_str(), H5P_DEFAULT), H5Aclose});
            const Handle type = whole({H5Aget_type(attribute.get()), H5Tclose});
            if (H5Tget_class(type.get()) != H5T_STRING) continue;
            const Handle space = whole({H5Aget_space(attribute.get()), H5Sclose});
            const hssize_t count = H5Sget_simple_extent_npoints(space.get());
            if (count < 0) throw damaged();
            if (static_cast<hsize_t>(count) > kMaxListedTexts)
                throw Error("holds a list of {} strings, more than the maximum of {}.", count,
                            kMaxListedTexts);
            const std::vector<std::string> texts =
                texts_of(attribute, type, space, static_cast<std::size_t>(count));
            count_text(path.size() + name.size());
            const bool list = H5Sget_simple_extent_type(space.get()) != H5S_SCALAR;
            if (list) {
                texts_[fmt::format("{}@{}[]", path, name)] = json_line(nlohmann::ordered_json(texts));
            } else if (!texts.empty()) {
                texts_[fmt::format("{}@{}", path, name)] = texts[0];
            }
        }
    }

    std::vector<std::string> texts_of(const Handle& attribute, const Handle& type, const Handle& space,
                                      std::size_t count) {
        std::vector<std::string> texts;
        if (count == 0) return texts;
        if (H5Tis_variable_str(type.get()) > 0) {
            const Handle as_stored = whole({H5Tcopy(type.get()), H5Tclose});
            std::vector<char*> read(count, nullptr);
            if (H5Aread(attribute.get(), as_stored.get(), read.data()) < 0) throw damaged();
            for (const char* text : read) texts.emplace_back(text ? text : "");
            H5Dvlen_reclaim(as_stored.get(), space.get(), H5P_DEFAULT, read.data());
        } else {
            const std::size_t width = H5Tget_size(type.get());
            if (width == 0 || width > limits_.text_bytes / count)
                throw Error("holds a list of strings of {} bytes each, more than the maximum.", width);
            std::string read(width * count, '\0');
            if (H5Aread(attribute.get(), type.get(), read.data()) < 0) throw damaged();
            for (std::size_t i = 0; i < count; ++i) {
                std::string text = read.substr(i * width, width);
                text.resize(std::min(text.find('\0'), text.size()));
                texts.push_back(std::move(text));
            }
        }
        for (const std::string& text : texts) count_text(text.size());
        return texts;
    }

    const Hdf5Limits& limits_;
    std::size_t objects_ = 0, text_bytes_ = 0;
    std::uint64_t tensor_bytes_ = 0;
    std::vector<Found> found_;
    std::map<std::string, std::string> texts_;
};

Handle opened(const std::string& path) {
    // Neither the library's own words on stderr, nor code of filters that it would look for on the disk.
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    H5PLset_loading_state(0);
    const Handle access = whole({H5Pcreate(H5P_FILE_ACCESS), H5Pclose});
    H5Pset_file_locking(access.get(), false, true);
    // The whole file is read at once: another driver of the library's asks what the path really is, which of
    // a file without a name (core/files/memory_file.h) is nothing.
    if (H5Pset_fapl_core(access.get(), kCorePiece, false) < 0) throw damaged();
    return whole({H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose});
}

}  // namespace

Hdf5Limits hdf5_limits(std::uint64_t file_bytes) {
    Hdf5Limits limits;
    // Numbers of 16 bits become 32 bits, and the file may be compressed.
    limits.tensor_bytes = 4 * file_bytes + (std::uint64_t{64} << 10);
    limits.text_bytes = std::size_t{12} << 20;
    limits.objects = 20'000;
    limits.depth = 32;
    limits.seconds = static_cast<int>(20 + (file_bytes >> 24));
    return limits;
}

void write_hdf5_contents(const std::string& path, const Hdf5Limits& limits, const Descriptor& output) {
    const Handle file = opened(path);
    Walk walk(limits);
    {
        const Handle root = whole({H5Gopen2(file.get(), "/", H5P_DEFAULT), H5Gclose});
        walk.group(root, "", 0);
    }
    std::vector<SafetensorsEntry> entries;
    std::uint64_t end = 0;
    for (const Found& found : walk.found()) {
        entries.push_back({found.path, "F32", found.shape, end, end + found.bytes});
        end += found.bytes;
    }
    const std::string head = safetensors_head(entries, walk.texts());
    write_all(output, std::as_bytes(std::span(head)), path);
    std::vector<float> values;
    for (const Found& found : walk.found()) {
        const Handle set = whole({H5Dopen2(file.get(), found.path.c_str(), H5P_DEFAULT), H5Dclose});
        values.resize(found.bytes / sizeof(float));
        if (!values.empty() &&
            H5Dread(set.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
            throw Error("is damaged: the numbers of {} cannot be read. Download or copy it again.",
                        quote(found.path));
        write_all(output, std::as_bytes(std::span(values)), path);
    }
}

}  // namespace progan
