// Translations, by gettext where the system has it: elsewhere every text stays as it is. The main thread's,
// but for translated(), which any thread may call.
#pragma once

#include <filesystem>
#include <string>

namespace progan::system {

/// The text itself if there is no translation.
const char* translated(const char* domain, const char* text);
const char* translated(const char* domain, const char* single, const char* several, unsigned long count);

/// From now on, texts of the domain are looked for in `folder`, in these languages: "pt_BR:ja", or "C" for
/// none.
void use_catalogue(const char* domain, const std::filesystem::path& folder, const std::string& languages);

}  // namespace progan::system
