#include "core/files/zip_writer.h"

#include <cstddef>
#include <cstdio>

#include "core/files/zip_handles.h"
#include "core/support/error.h"

namespace progan {
namespace {

Error not_created(const std::string& reason) {
    return Error("Could not create a zip archive: {}.", reason);
}

}  // namespace

std::string write_zip(const ZipEntries& entries) {
    zip_error_t error;
    zip_error_init(&error);
    const ZipSource source(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!source) throw not_created(zip_error_text(error));
    zip_source_keep(source.get());  // the archive frees one share of it, `source` the other
    ZipArchive archive(zip_open_from_source(source.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        zip_source_free(source.get());
        throw not_created(zip_error_text(error));
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
