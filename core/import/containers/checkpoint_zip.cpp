#include "core/import/containers/checkpoint_zip.h"

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {

CheckpointZip::CheckpointZip(const InputFile& file) : name_(file.name()), file_bytes_(file.size()) {
    int code = 0;
    zip_ = zip_open(name_.c_str(), ZIP_RDONLY, &code);
    if (!zip_) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string text = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw Error("{} is a truncated or damaged zip archive ({}). Download or copy it again.", name_, text);
    }
}

CheckpointZip::~CheckpointZip() {
    zip_discard(zip_);
}

std::map<std::string, CheckpointZip::Entry, std::less<>> CheckpointZip::entries() const {
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

const std::vector<std::byte>& CheckpointZip::read(const Entry& entry) {
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
    std::byte beyond{};
    const bool whole = done == bytes.size() && zip_fread(stream, &beyond, 1) == 0;  // checks the CRC
    if (zip_fclose(stream) != 0 || !whole) throw damaged();
    cached_index_ = entry.index;
    cached_ = std::make_unique<std::vector<std::byte>>(std::move(bytes));
    return *cached_;
}

}  // namespace progan
