// Zip archives in memory: what .npz files and PyTorch's files are.
#pragma once

#include <map>
#include <string>

namespace progan {

/// Entries by name: "directions.npy" and its bytes.
using ZipEntries = std::map<std::string, std::string>;

/// The bytes of an archive, uncompressed, as numpy.savez and torch.save write them; equal entries give equal
/// bytes. Throws Error.
std::string write_zip(const ZipEntries& entries);

}  // namespace progan
