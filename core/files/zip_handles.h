// What libzip hands out, freed by its owner.
#pragma once

#include <zip.h>

#include <memory>
#include <string>

namespace progan {

struct DiscardZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeZipSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using ZipArchive = std::unique_ptr<zip_t, DiscardZip>;
using ZipSource = std::unique_ptr<zip_source_t, FreeZipSource>;

/// What it says, and frees it.
inline std::string zip_error_text(zip_error_t& error) {
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

}  // namespace progan
