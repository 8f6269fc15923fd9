#include "core/files/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

static_assert(std::endian::native == std::endian::little,
              "safetensors data is little-endian and is copied as it is");

constexpr std::uint64_t kLongestHeader = 16 << 20;
constexpr std::size_t kHighestRank = 16;

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

/// Takes the header's JSON event by event, so that nothing is built but what the format allows: an object of
/// tensors, each
/// {"dtype": text, "shape": [integers], "data_offsets": [integer, integer]}, and "__metadata__", an object of
/// texts.
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
                return fail("the metadata member " + in_quotes(key) + " stands there twice");
            key_ = key;
            return go(Where::metadata_text);
        }
        key_ = key;
        if (!members_.insert(key).second)
            return fail(tensor() + " has the member " + in_quotes(key) + " twice");
        if (key == "dtype") return go(Where::dtype);
        if (key == "shape") return go(Where::shape_value);
        if (key == "data_offsets") return go(Where::offsets_value);
        return fail(tensor() + " has the unknown member " + in_quotes(key));
    }

    bool end_object() override {
        if (where_ == Where::metadata) return go(Where::top);
        if (where_ == Where::top) return go(Where::done);
        if (members_.size() != 3) return fail(tensor() + " lacks 'dtype', 'shape' or 'data_offsets'");
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
            if (offsets_.size() != 2) return fail(tensor() + " does not have two data offsets");
            header_.entries.back().begin = offsets_[0];
            header_.entries.back().end = offsets_[1];
        }
        return go(Where::entry);
    }

    bool number_unsigned(number_unsigned_t number) override {
        if (where_ == Where::shape) {
            if (number > static_cast<std::uint64_t>(INT64_MAX))
                return fail(tensor() + " has a shape beyond all bounds");
            if (header_.entries.back().shape.size() == kHighestRank)
                return fail(tensor() + " has too many dimensions");
            header_.entries.back().shape.push_back(static_cast<std::int64_t>(number));
            return true;
        }
        if (where_ != Where::offsets) return unexpected("a number");
        if (offsets_.size() == 2) return fail(tensor() + " has more than two data offsets");
        offsets_.push_back(number);
        return true;
    }

    bool number_integer(number_integer_t) override { return unexpected("a negative number"); }
    bool number_float(number_float_t, const string_t&) override {
        return unexpected("a number that is no 64-bit integer");
    }
    bool null() override { return unexpected("null"); }
    bool boolean(bool) override { return unexpected("true or false"); }
    bool binary(binary_t&) override { return unexpected("binary data"); }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        return fail("it is not valid JSON at byte " + std::to_string(position));
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

    bool fail(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    std::string tensor() const { return "tensor " + in_quotes(header_.entries.back().name); }

    bool unexpected(const std::string& found) {
        switch (where_) {
            case Where::outside:
                return fail("it is " + found + " where an object is needed");
            case Where::metadata_value:
            case Where::metadata_text:
                return fail("its metadata holds " + found + " where an object of texts is needed");
            case Where::entry_value:
                return fail(tensor() + " is " + found + " where an object is needed");
            default:
                return fail(tensor() + " has " + found + " as its " + in_quotes(key_));
        }
    }

    bool top_key(const std::string& key) {
        if (key == "__metadata__") {
            if (metadata_seen_) return fail("'__metadata__' stands there twice");
            metadata_seen_ = true;
            return go(Where::metadata_value);
        }
        if (!names_.insert(key).second) return fail("tensor " + in_quotes(key) + " stands there twice");
        header_.entries.emplace_back().name = key;
        members_.clear();
        offsets_.clear();
        return go(Where::entry_value);
    }

    SafetensorsHeader& header_;
    Where where_ = Where::outside;
    std::set<std::string> names_;    ///< of tensors so far
    std::set<std::string> members_;  ///< of the tensor now
    bool metadata_seen_ = false;
    std::string key_;
    std::vector<std::uint64_t> offsets_;
    std::string problem_;
};

Error broken(std::string_view name, const std::string& problem) {
    return Error(std::string(name) + " is not a sound safetensors file: " + problem + ".");
}

/// Bytes of a tensor, or nothing if that overflows.
bool byte_count(const SafetensorsEntry& entry, std::uint64_t element_bytes, std::uint64_t& result) {
    result = element_bytes;
    for (const std::int64_t size : entry.shape)
        if (__builtin_mul_overflow(result, static_cast<std::uint64_t>(size), &result)) return false;
    return true;
}

void check_entry(const SafetensorsEntry& entry, std::uint64_t data_bytes, std::string_view name) {
    const std::string tensor = "tensor " + in_quotes(entry.name);
    const auto dtype =
        std::find_if(kDtypes.begin(), kDtypes.end(), [&](const Dtype& d) { return d.name == entry.dtype; });
    if (dtype == kDtypes.end())
        throw broken(name, tensor + " has the unknown dtype " + in_quotes(entry.dtype));
    if (entry.begin > entry.end)
        throw broken(name, tensor + " ends at byte " + std::to_string(entry.end) + ", before it begins at " +
                               std::to_string(entry.begin));
    if (entry.end > data_bytes)
        throw broken(name, tensor + " ends at byte " + std::to_string(entry.end) +
                               " of the data, but the file has only " + std::to_string(data_bytes) +
                               ": it may be cut short");
    std::uint64_t needed = 0;
    if (!byte_count(entry, dtype->bytes, needed))
        throw broken(name, tensor + " has a shape beyond all bounds");
    if (needed != entry.end - entry.begin)
        throw broken(name, tensor + " has " + std::to_string(entry.end - entry.begin) +
                               " bytes of data, but its shape " + shape_text(entry.shape) + " of " +
                               entry.dtype + " needs " + std::to_string(needed));
}

/// The entries, in order of their data, must fill it exactly.
void check_layout(const std::vector<SafetensorsEntry>& entries, std::uint64_t data_bytes,
                  std::string_view name) {
    std::uint64_t end = 0;
    for (const SafetensorsEntry& entry : entries) {
        if (entry.begin != end)
            throw broken(name, "tensor " + in_quotes(entry.name) + " begins at byte " +
                                   std::to_string(entry.begin) +
                                   " of the data, but the one before it ends at " + std::to_string(end));
        end = entry.end;
    }
    if (end != data_bytes)
        throw broken(name, "its tensors end at byte " + std::to_string(end) + " of the data, but it has " +
                               std::to_string(data_bytes));
}

}  // namespace

std::size_t safetensors_header_length(std::span<const std::byte, kSafetensorsPrefix> prefix,
                                      std::uint64_t file_bytes, std::string_view name) {
    std::uint64_t length = 0;
    std::memcpy(&length, prefix.data(), sizeof(length));
    if (length < 2 || length > kLongestHeader)
        throw broken(name, "its header would be " + std::to_string(length) +
                               " bytes long, but must be 2 to " + std::to_string(kLongestHeader));
    if (file_bytes < kSafetensorsPrefix || length > file_bytes - kSafetensorsPrefix)
        throw broken(name, "its header is " + std::to_string(length) + " bytes long, but the file has only " +
                               std::to_string(file_bytes) + ": it may be cut short");
    return static_cast<std::size_t>(length);
}

SafetensorsHeader parse_safetensors_header(std::string_view text, std::uint64_t data_bytes,
                                           std::string_view name) {
    SafetensorsHeader header;
    HeaderReader reader(header);
    // The format says that the header begins with '{'; JSON alone would allow space there.
    if (text.empty() || text.front() != '{') throw broken(name, "its header does not begin with '{'");
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &reader))
        throw broken(name, "in its header, " + reader.problem());
    for (const SafetensorsEntry& entry : header.entries) check_entry(entry, data_bytes, name);
    std::sort(header.entries.begin(), header.entries.end(),
              [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
                  return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
              });
    check_layout(header.entries, data_bytes, name);
    return header;
}

SafetensorsContents read_safetensors_header(const InputFile& file) {
    std::array<std::byte, kSafetensorsPrefix> prefix{};
    file.read(0, prefix);
    const std::size_t length = safetensors_header_length(prefix, file.size(), file.name());
    std::string header(length, '\0');
    file.read(kSafetensorsPrefix, std::as_writable_bytes(std::span(header)));
    const std::uint64_t data_offset = kSafetensorsPrefix + length;
    return {parse_safetensors_header(header, file.size() - data_offset, file.name()), data_offset};
}

std::vector<std::byte> write_safetensors(std::span<const SafetensorsTensor> tensors,
                                         const std::map<std::string, std::string>& metadata) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t data_bytes = 0;
    for (const SafetensorsTensor& tensor : tensors) {
        const std::size_t end = data_bytes + tensor.values.size_bytes();
        header[tensor.name] = {
            {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {data_bytes, end}}};
        data_bytes = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();

    std::vector<std::byte> file(kSafetensorsPrefix + text.size() + data_bytes);
    std::byte* out = file.data();
    const auto append = [&out](const void* bytes, std::size_t size) {
        if (size != 0) std::memcpy(out, bytes, size);
        out += size;
    };
    append(&length, sizeof(length));
    append(text.data(), text.size());
    for (const SafetensorsTensor& tensor : tensors) append(tensor.values.data(), tensor.values.size_bytes());
    return file;
}

}  // namespace progan
