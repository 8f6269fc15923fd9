// NumPy's .npz files: zip archives of .npy arrays. Other entries are allowed beside the arrays; numpy.load
// returns them as bytes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/files/zip_writer.h"

namespace progan {

using NpzEntries = ZipEntries;

/// Whether the bytes start like a zip archive.
bool is_zip(std::string_view bytes);

/// All entries of an archive in memory, unpacked. Throws Error with `name` (the file) if it is damaged or
/// encrypted, or has more than 4096 entries or 256 MiB in total.
NpzEntries read_npz(std::string_view bytes, const std::string& name);

}  // namespace progan
