// NumPy's .npz files: zip archives of .npy arrays. Other entries may lie beside the arrays; numpy.load gives
// them as bytes.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace progan {

/// Entries by name: "directions.npy" and its bytes.
using NpzEntries = std::map<std::string, std::string>;

/// Whether the file begins as a zip archive does.
bool is_zip(std::string_view bytes);

/// All entries of an archive in memory, unpacked. Throws Error with `name` (the file): damaged, encrypted,
/// more than 4096 entries, or more than 256 MiB in all.
NpzEntries read_npz(std::string_view bytes, const std::string& name);

/// The bytes of an archive, stored as numpy.savez does; equal entries give equal bytes. Throws Error.
std::string write_npz(const NpzEntries& entries);

}  // namespace progan
