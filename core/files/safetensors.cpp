#include "core/files/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "core/files/json_text.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

static_assert(std::endian::native == std::endian::little,
              "safetensors data is little-endian and copied unchanged");

constexpr std::uint64_t kMaxHeaderBytes = 16 << 20;
constexpr std::size_t kMaxRank = 16;

struct Dtype {
    std::string_view name;
    std::uint64_t bytes;
};
constexpr std::array<Dtype, 15> kDtypes{{{"F64", 8},
                                         {"I64", 8},
                                         {"U64", 8},
                                         {"F32", 4},
                                         {"I32", 4},
                                         {"U32", 4},
                                         {"F16", 2},
                                         {"BF16", 2},
                                         {"I16", 2},
                                         {"U16", 2},
                                         {"I8", 1},
                                         {"U8", 1},
                                         {"BOOL", 1},
                                         {"F8_E4M3", 1},
                                         {"F8_E5M2", 1}}};

/// Reads the header's JSON event by event, so that nothing is built that the format does not allow: an object
/// of tensors, each {"dtype": text, "shape": [integers], "data_offsets": [integer, integer]}, and
/// "__metadata__", an object of texts.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit HeaderReader(SafetensorsHeader& header) : header_(header) {}

    const std::string& problem() const { return problem_; }

    bool start_object(std::size_t) override {
        if (where_ == Where::outside) return go(Where::top);
        if (where_ == Where::entry_value) return go(Where::entry);
        if (where_ == Where::metadata_value) return go(Where::metadata);
        return unexpected("an object");
    }

    bool key(string_t& key) override {
        if (where_ == Where::top) return top_key(key);
        if (where_ == Where::metadata) {
            if (header_.metadata.contains(key))
                return fail("the metadata member {} appears twice", quote(key));
            key_ = key;
            return go(Where::metadata_text);
        }
        key_ = key;
        if (!members_.insert(key).second) return fail("{} has the member {} twice", tensor(), quote(key));
        if (key == "dtype") return go(Where::dtype);
        if (key == "shape") return go(Where::shape_value);
        if (key == "data_offsets") return go(Where::offsets_value);
        return fail("{} has the unknown member {}", tensor(), quote(key));
    }

    bool end_object() override {
        if (where_ == Where::metadata) return go(Where::top);
        if (where_ == Where::top) return go(Where::done);
        if (members_.size() != 3) return fail("{} lacks 'dtype', 'shape' or 'data_offsets'", tensor());
        return go(Where::top);
    }

    bool string(string_t& text) override {
        if (where_ == Where::metadata_text) {
            header_.metadata.emplace(std::move(key_), std::move(text));
            return go(Where::metadata);
        }
        if (where_ != Where::dtype) return unexpected("a text");
        header_.entries.back().dtype = text;
        return go(Where::entry);
    }

    bool start_array(std::size_t) override {
        if (where_ == Where::shape_value) return go(Where::shape);
        if (where_ == Where::offsets_value) return go(Where::offsets);
        return unexpected("a list");
    }

    bool end_array() override {
        if (where_ == Where::offsets) {
            if (offsets_.size() != 2) return fail("{} does not have two data offsets", tensor());
            header_.entries.back().begin = offsets_[0];
            header_.entries.back().end = offsets_[1];
        }
        return go(Where::entry);
    }

    bool number_unsigned(number_unsigned_t number) override {
        if (where_ == Where::shape) {
            if (number > static_cast<std::uint64_t>(INT64_MAX))
                return fail("{} has a shape that is too large", tensor());
            if (header_.entries.back().shape.size() == kMaxRank)
                return fail("{} has more than {} dimensions", tensor(), kMaxRank);
            header_.entries.back().shape.push_back(static_cast<std::int64_t>(number));
            return true;
        }
        if (where_ != Where::offsets) return unexpected("a number");
        if (offsets_.size() == 2) return fail("{} has more than two data offsets", tensor());
        offsets_.push_back(number);
        return true;
    }

    bool number_integer(number_integer_t) override { return unexpected("a negative number"); }
    bool number_float(number_float_t, const string_t&) override {
        return unexpected("a number that is not a 64-bit integer");
    }
    bool null() override { return unexpected("null"); }
    bool boolean(bool) override { return unexpected("true or false"); }
    bool binary(binary_t&) override { return unexpected("binary data"); }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        return fail("the JSON is not valid (byte {})", position);
    }

  private:
    /// What the next event belongs to.
    enum class Where {
        outside,
        top,
        metadata_value,
        metadata,
        metadata_text,
        entry_value,
        entry,
        dtype,
        shape_value,
        shape,
        offsets_value,
        offsets,
        done
    };

    bool go(Where where) {
        where_ = where;
        return true;
    }

    template <typename... Args>
    bool fail(fmt::format_string<Args...> format, Args&&... args) {
        problem_ = fmt::format(format, std::forward<Args>(args)...);
        return false;
    }

    std::string tensor() const { return fmt::format("tensor {}", quote(header_.entries.back().name)); }

    bool unexpected(const std::string& found) {
        switch (where_) {
            case Where::outside:
                return fail("{} was found where an object is needed", found);
            case Where::metadata_value:
            case Where::metadata_text:
                return fail("the metadata holds {} where an object of strings is needed", found);
            case Where::entry_value:
                return fail("{} is {} where an object is needed", tensor(), found);
            default:
                return fail("{} has {} as its {}", tensor(), found, quote(key_));
        }
    }

    bool top_key(const std::string& key) {
        if (key == "__metadata__") {
            if (metadata_seen_) return fail("'__metadata__' appears twice");
            metadata_seen_ = true;
            return go(Where::metadata_value);
        }
        if (!names_.insert(key).second) return fail("tensor {} appears twice", quote(key));
        header_.entries.emplace_back().name = key;
        members_.clear();
        offsets_.clear();
        return go(Where::entry_value);
    }

    SafetensorsHeader& header_;
    Where where_ = Where::outside;
    std::set<std::string> names_;    ///< of the tensors so far
    std::set<std::string> members_;  ///< of the current tensor
    bool metadata_seen_ = false;
    std::string key_;
    std::vector<std::uint64_t> offsets_;
    std::string problem_;
};

Error broken(std::string_view name, const std::string& problem) {
    return Error("{} is not a valid safetensors file: {}.", name, problem);
}

/// Bytes of a tensor; false if that overflows.
bool byte_count(const SafetensorsEntry& entry, std::uint64_t element_bytes, std::uint64_t& result) {
    result = element_bytes;
    for (const std::int64_t size : entry.shape)
        if (__builtin_mul_overflow(result, static_cast<std::uint64_t>(size), &result)) return false;
    return true;
}

void check_entry(const SafetensorsEntry& entry, std::uint64_t data_bytes, std::string_view name) {
    const std::string tensor = fmt::format("tensor {}", quote(entry.name));
    const auto dtype =
        std::find_if(kDtypes.begin(), kDtypes.end(), [&](const Dtype& d) { return d.name == entry.dtype; });
    if (dtype == kDtypes.end())
        throw broken(name, fmt::format("{} has the unknown dtype {}", tensor, quote(entry.dtype)));
    if (entry.begin > entry.end)
        throw broken(
            name, fmt::format("{} ends at byte {}, before it begins at {}", tensor, entry.end, entry.begin));
    if (entry.end > data_bytes)
        throw broken(
            name, fmt::format("{} ends at byte {} of the data, but the file has only {}; it may be truncated",
                              tensor, entry.end, data_bytes));
    std::uint64_t needed = 0;
    if (!byte_count(entry, dtype->bytes, needed))
        throw broken(name, fmt::format("{} has a shape that is too large", tensor));
    if (needed != entry.end - entry.begin)
        throw broken(name, fmt::format("{} has {} of data, but its shape {} of {} needs {}", tensor,
                                       counted(entry.end - entry.begin, "byte", "bytes"),
                                       shape_text(entry.shape), entry.dtype, needed));
}

/// The entries, in order of their data, must fill it exactly.
void check_layout(const std::vector<SafetensorsEntry>& entries, std::uint64_t data_bytes,
                  std::string_view name) {
    std::uint64_t end = 0;
    for (const SafetensorsEntry& entry : entries) {
        if (entry.begin != end)
            throw broken(
                name, fmt::format("tensor {} begins at byte {} of the data, but the one before it ends at {}",
                                  quote(entry.name), entry.begin, end));
        end = entry.end;
    }
    if (end != data_bytes)
        throw broken(name,
                     fmt::format("its tensors end at byte {} of the data, but it has {}", end, data_bytes));
}

}  // namespace

std::size_t safetensors_header_length(std::span<const std::byte, kSafetensorsPrefix> prefix,
                                      std::uint64_t file_bytes, std::string_view name) {
    std::uint64_t length = 0;
    std::memcpy(&length, prefix.data(), sizeof(length));
    if (length < 2 || length > kMaxHeaderBytes)
        throw broken(name, fmt::format("its header would be {} long, but must be 2 to {}",
                                       counted(length, "byte", "bytes"), kMaxHeaderBytes));
    if (file_bytes < kSafetensorsPrefix || length > file_bytes - kSafetensorsPrefix)
        throw broken(name,
                     fmt::format("its header is {} bytes long, but the file has only {}; it may be truncated",
                                 length, file_bytes));
    return static_cast<std::size_t>(length);
}

SafetensorsHeader parse_safetensors_header(std::string_view text, std::uint64_t data_bytes,
                                           std::string_view name) {
    SafetensorsHeader header;
    HeaderReader reader(header);
    // The format demands that the header begins with '{'; JSON alone would allow white space before it.
    if (text.empty() || text.front() != '{') throw broken(name, "its header does not begin with '{'");
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &reader))
        throw broken(name, fmt::format("in its header, {}", reader.problem()));
    for (const SafetensorsEntry& entry : header.entries) check_entry(entry, data_bytes, name);
    std::sort(header.entries.begin(), header.entries.end(),
              [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
                  return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
              });
    check_layout(header.entries, data_bytes, name);
    return header;
}

SafetensorsContents read_safetensors_header(const InputFile& file) {
    if (file.size() < kSafetensorsPrefix)
        throw Error("{} has only {}, but a file in safetensors format is needed.", file.name(),
                    counted(file.size(), "byte", "bytes"));
    std::array<std::byte, kSafetensorsPrefix> prefix{};
    file.read(0, prefix);
    const std::size_t length = safetensors_header_length(prefix, file.size(), file.name());
    std::string header(length, '\0');
    file.read(kSafetensorsPrefix, std::as_writable_bytes(std::span(header)));
    const std::uint64_t data_offset = kSafetensorsPrefix + length;
    return {parse_safetensors_header(header, file.size() - data_offset, file.name()), data_offset};
}

std::string safetensors_head(std::span<const SafetensorsEntry> entries,
                             const std::map<std::string, std::string>& metadata) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    for (const SafetensorsEntry& entry : entries)
        header[entry.name] = {
            {"dtype", entry.dtype}, {"shape", entry.shape}, {"data_offsets", {entry.begin, entry.end}}};
    std::string text = json_line(header);
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    std::string head(sizeof(length), '\0');
    std::memcpy(head.data(), &length, sizeof(length));
    return head + text;
}

std::vector<std::byte> write_safetensors(std::span<const SafetensorsTensor> tensors,
                                         const std::map<std::string, std::string>& metadata) {
    std::vector<SafetensorsEntry> entries;
    std::uint64_t data_bytes = 0;
    for (const SafetensorsTensor& tensor : tensors) {
        const std::uint64_t end = data_bytes + tensor.values.size_bytes();
        entries.push_back({tensor.name, "F32", tensor.shape, data_bytes, end});
        data_bytes = end;
    }
    const std::string head = safetensors_head(entries, metadata);
    std::vector<std::byte> file(head.size() + data_bytes);
    std::byte* out = file.data();
    const auto append = [&out](const void* bytes, std::size_t size) {
        if (size != 0) std::memcpy(out, bytes, size);
        out += size;
    };
    append(head.data(), head.size());
    for (const SafetensorsTensor& tensor : tensors) append(tensor.values.data(), tensor.values.size_bytes());
    return file;
}

}  // namespace progan
