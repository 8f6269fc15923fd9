// A zip archive that is a checkpoint: PyTorch's, or a .keras file.
#pragma once

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/files/input_file.h"

namespace progan {

/// An open archive; shared by the storages that read from it later.
class CheckpointZip {
  public:
    explicit CheckpointZip(const InputFile& file);
    ~CheckpointZip();
    CheckpointZip(const CheckpointZip&) = delete;
    CheckpointZip& operator=(const CheckpointZip&) = delete;

    struct Entry {
        zip_uint64_t index = 0;
        std::uint64_t size = 0;
    };

    /// Entries by name. PyTorch and Keras do not compress; a compressed entry must not claim more than the
    /// file could hold.
    std::map<std::string, Entry, std::less<>> entries() const;

    /// A whole entry. The last one is cached, so that tensors sharing a storage read it once.
    const std::vector<std::byte>& read(const Entry& entry);

  private:
    std::string name_;
    std::uint64_t file_bytes_;
    zip_t* zip_ = nullptr;
    std::unique_ptr<std::vector<std::byte>> cached_;
    zip_uint64_t cached_index_ = 0;
};

}  // namespace progan
