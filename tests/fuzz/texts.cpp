// Text files: favourites, journeys, sessions, tables of labels.
#include <cstdlib>

#include "app/explorer/shell/session/session.h"
#include "core/documents/control_bindings.h"
#include "core/documents/favourites.h"
#include "core/documents/journey_file.h"
#include "core/files/csv.h"
#include "core/project/photo_places.h"
#include "tests/fuzz/fuzz.h"

namespace progan {
namespace {

void favourites(std::string_view text) {
    const std::vector<Favourite> read = favourites_from_json(text, "input");
    (void)favourites_from_json(favourites_to_json(read), "again");  // what is read can be written and read
}

void photo_places(std::string_view text) {
    std::vector<std::string> problems;
    const std::vector<PhotoPlace> read = photo_places_from_json(text, "input", problems);
    if (photo_places_from_json(photo_places_to_json(read), "again", problems) != read) std::abort();
}

void controls(std::string_view text) {
    std::vector<std::string> problems;
    const std::vector<ControlBinding> read = control_bindings_from_json(text, "input", problems);
    if (control_bindings_from_json(control_bindings_to_json(read), "again", problems) != read) std::abort();
}

void journey(std::string_view text) {
    (void)journey_from_json(text, "input", 4, SeedMode::numpy);
}

void session(std::string_view text) {
    const RestoredSession restored = session_from_json(text, "input");
    if (!session_from_json(session_to_json(restored.session), "again").problems.empty()) std::abort();
}

void csv(std::string_view text) {
    CsvReader reader(text, "input");
    std::vector<std::string> values;
    while (reader.next(values))
        if (values.size() != reader.columns().size()) std::abort();
}

constexpr fuzz::Reader<void(std::string_view)> kReaders[] = {
    {"favourites", favourites}, {"photo-places", photo_places}, {"controls", controls},
    {"journey", journey},       {"session", session},           {"csv", csv}};

}  // namespace
}  // namespace progan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto* const read = progan::fuzz::chosen(progan::kReaders);
    progan::fuzz::expect_error_or_success([&] { read({reinterpret_cast<const char*>(data), size}); });
    return 0;
}
