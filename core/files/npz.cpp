#include "core/files/npz.h"

#include <cstdint>
#include <memory>

#include "core/files/zip_handles.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr zip_int64_t kMaxEntries = 4096;
constexpr std::uint64_t kMaxBytes = std::uint64_t{256} << 20;

struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

}  // namespace

bool is_zip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

NpzEntries read_npz(std::string_view bytes, const std::string& name) {
    zip_error_t error;
    zip_error_init(&error);
    ZipSource source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error));
    if (!source) throw Error("{} cannot be read: {}.", name, zip_error_text(error));
    const ZipArchive archive(zip_open_from_source(source.get(), ZIP_RDONLY, &error));
    if (!archive) throw Error("{} is a truncated or damaged zip archive ({}).", name, zip_error_text(error));
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

}  // namespace progan
