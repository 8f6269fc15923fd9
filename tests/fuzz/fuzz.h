// What the fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

namespace progan::fuzz {

/// The bytes as a file in memory; the same path in each call. Readers get files, as from a person.
std::filesystem::path as_file(std::span<const std::uint8_t> bytes, const char* name = "input");

/// Runs what may throw Error, the one exception that bad input may cause.
void expect_error_or_success(const std::function<void()>& action);

}  // namespace progan::fuzz
