#include "core/files/npz.h"

#include <zip.h>

#include <memory>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr zip_int64_t kMaxEntries = 4096;
constexpr std::uint64_t kMaxBytes = std::uint64_t{256} << 20;

std::string text_of(zip_error_t& error) {
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, FreeSource>;

Error not_created(const std::string& reason) {
    return Error("Could not create an .npz file: {}.", reason);
}

}  // namespace

bool is_zip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

NpzEntries read_npz(std::string_view bytes, const std::string& name) {
    zip_error_t error;
    zip_error_init(&error);
    Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error));
    if (!source) throw Error("{} cannot be read: {}.", name, text_of(error));
    const Archive archive(zip_open_from_source(source.get(), ZIP_RDONLY, &error));
    if (!archive) throw Error("{} is a truncated or damaged zip archive ({}).", name, text_of(error));
    static_cast<void>(source.release());  // now owned by the archive
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count > kMaxEntries)
        throw Error("{} has {} entries, more than the maximum of {}.", name, count, kMaxEntries);
    NpzEntries entries;
    std::uint64_t all = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0 || !stat.name)
            continue;
        if (stat.size > kMaxBytes || (all += stat.size) > kMaxBytes)
            throw Error("{} unpacks to more than the maximum of {} MiB.", name, kMaxBytes >> 20);
        const std::unique_ptr<zip_file_t, CloseEntry> entry(
            zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0));
        // Not allocated at once: the size that an entry claims cannot be trusted.
        std::string contents;
        char piece[1 << 16];
        zip_int64_t got = -1;
        while (entry && (got = zip_fread(entry.get(), piece, sizeof piece)) > 0 &&
               contents.size() <= stat.size)
            contents.append(piece, static_cast<std::size_t>(got));
        if (got != 0 || contents.size() != stat.size)  // zip_fread checks the CRC
            throw Error("{} is damaged: its entry {} cannot be read.", name, quote(stat.name));
        entries[stat.name] = std::move(contents);
    }
    return entries;
}

std::string write_npz(const NpzEntries& entries) {
    zip_error_t error;
    zip_error_init(&error);
    const Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!source) throw not_created(text_of(error));
    zip_source_keep(source.get());  // the archive frees one share of it, `source` the other
    Archive archive(zip_open_from_source(source.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        zip_source_free(source.get());
        throw not_created(text_of(error));
    }
    const auto failed = [&] { return not_created(zip_strerror(archive.get())); };
    for (const auto& [name, contents] : entries) {
        zip_source_t* from = zip_source_buffer(archive.get(), contents.data(), contents.size(), 0);
        if (!from) throw failed();
        const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), from, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(from);
            throw failed();
        }
        const auto at = static_cast<zip_uint64_t>(index);
        if (zip_set_file_compression(archive.get(), at, ZIP_CM_STORE, 0) != 0 ||
            zip_file_set_dostime(archive.get(), at, 0, 0x21, 0) != 0)  // 1980-01-01
            throw failed();
    }
    if (zip_close(archive.get()) != 0) throw failed();
    static_cast<void>(archive.release());
    if (zip_source_open(source.get()) != 0) throw not_created("its bytes cannot be read back");
    zip_source_seek(source.get(), 0, SEEK_END);
    const zip_int64_t size = zip_source_tell(source.get());
    std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    zip_source_seek(source.get(), 0, SEEK_SET);
    const zip_int64_t got = zip_source_read(source.get(), bytes.data(), bytes.size());
    zip_source_close(source.get());
    if (bytes.empty() || got != size) throw not_created("its bytes cannot be read back");
    return bytes;
}

}  // namespace progan
